"""Nations as results print them and as people say them: codes, names, and what their people are called.

Codes are those of the International Olympic Committee; FIFA's where they differ are added. Continents are listed too,
since area records and confederations are asked for in the same way.
"""

from collections.abc import Sequence
from functools import cache

from retriever.text import STOPWORDS, tokens

# code[,code] | name; other names | people and adjectives
_NATIONS = """
AFG|Afghanistan|Afghan Afghans
ALB|Albania|Albanian Albanians
ALG|Algeria|Algerian Algerians
AND|Andorra|Andorran Andorrans
ANG|Angola|Angolan Angolans
ANT|Antigua and Barbuda|Antiguan Antiguans
ARG|Argentina|Argentine Argentines Argentinian Argentinians
ARM|Armenia|Armenian Armenians
AUS|Australia|Australian Australians Aussie Aussies
AUT|Austria|Austrian Austrians
AZE|Azerbaijan|Azerbaijani Azerbaijanis
BAH|Bahamas; The Bahamas|Bahamian Bahamians
BAN|Bangladesh|Bangladeshi Bangladeshis
BAR|Barbados|Barbadian Barbadians Bajan Bajans
BDI|Burundi|Burundian Burundians
BEL|Belgium|Belgian Belgians
BEN|Benin|Beninese
BER|Bermuda|Bermudian Bermudians
BIH|Bosnia and Herzegovina; Bosnia & Herzegovina; Bosnia|Bosnian Bosnians
BLR|Belarus|Belarusian Belarusians
BOL|Bolivia|Bolivian Bolivians
BOT|Botswana|Batswana Motswana Botswanan
BRA|Brazil|Brazilian Brazilians
BRN|Bahrain|Bahraini Bahrainis
BUL|Bulgaria|Bulgarian Bulgarians
BUR|Burkina Faso|Burkinabe Burkinabes
CAM|Cambodia|Cambodian Cambodians
CAN|Canada|Canadian Canadians
CHI|Chile|Chilean Chileans
CHN|China; People's Republic of China; PR China|Chinese
CIV|Ivory Coast; Cote d'Ivoire|Ivorian Ivorians
CMR|Cameroon|Cameroonian Cameroonians
COD|DR Congo; Democratic Republic of the Congo|Congolese
COL|Colombia|Colombian Colombians
CPV|Cape Verde; Cabo Verde|Verdean Verdeans
CRC|Costa Rica|Rican Ricans
CRO|Croatia|Croatian Croatians Croat Croats
CUB|Cuba|Cuban Cubans
CYP|Cyprus|Cypriot Cypriots
CZE|Czech Republic; Czechia|Czech Czechs
DEN|Denmark|Danish Dane Danes
DJI|Djibouti|Djiboutian
DMA|Dominica|
DOM|Dominican Republic|Dominican Dominicans
ECU|Ecuador|Ecuadorian Ecuadorians
EGY|Egypt|Egyptian Egyptians
ENG|England|English Englishman Englishwoman Englishmen
ERI|Eritrea|Eritrean Eritreans
ESA|El Salvador|Salvadoran Salvadorans
ESP|Spain|Spanish Spaniard Spaniards
EST|Estonia|Estonian Estonians
ETH|Ethiopia|Ethiopian Ethiopians
FIJ|Fiji|Fijian Fijians
FIN|Finland|Finnish Finn Finns
FRA|France|French Frenchman Frenchwoman Frenchmen
GAB|Gabon|Gabonese
GAM|Gambia; The Gambia|Gambian Gambians
GBR|Great Britain; United Kingdom; Britain; UK; Team GB|British Briton Britons Brit Brits
GEO|Georgia|Georgian Georgians
GER|Germany|German Germans
GHA|Ghana|Ghanaian Ghanaians
GRE|Greece|Greek Greeks
GRN|Grenada|Grenadian Grenadians
GUA|Guatemala|Guatemalan Guatemalans
GUY|Guyana|Guyanese
HAI|Haiti|Haitian Haitians
HKG|Hong Kong; Hong Kong, China|Hongkonger Hongkongers
HON|Honduras|Honduran Hondurans
HUN|Hungary|Hungarian Hungarians
INA|Indonesia|Indonesian Indonesians
IND|India|Indian Indians
IRI,IRN|Iran; Islamic Republic of Iran; IR Iran|Iranian Iranians
IRL|Ireland; Republic of Ireland|Irish Irishman Irishwoman Irishmen
IRQ|Iraq|Iraqi Iraqis
ISL|Iceland|Icelandic Icelander Icelanders
ISR|Israel|Israeli Israelis
ISV|Virgin Islands; US Virgin Islands|
ITA|Italy|Italian Italians
JAM|Jamaica|Jamaican Jamaicans
JOR|Jordan|Jordanian Jordanians
JPN|Japan|Japanese
KAZ|Kazakhstan|Kazakh Kazakhs Kazakhstani
KEN|Kenya|Kenyan Kenyans
KGZ|Kyrgyzstan|Kyrgyz
KOR|South Korea; Korea; Republic of Korea; Korea Republic|Korean Koreans
KOS|Kosovo|Kosovan Kosovans Kosovar
KSA|Saudi Arabia|Saudi Saudis
KUW|Kuwait|Kuwaiti Kuwaitis
LAT|Latvia|Latvian Latvians
LBN|Lebanon|Lebanese
LCA|Saint Lucia; St Lucia; St. Lucia|Lucian Lucians
LES|Lesotho|Basotho
LIE|Liechtenstein|Liechtensteiner
LTU|Lithuania|Lithuanian Lithuanians
LUX|Luxembourg|Luxembourger Luxembourgers
MAR|Morocco|Moroccan Moroccans
MAS|Malaysia|Malaysian Malaysians
MDA|Moldova; Republic of Moldova|Moldovan Moldovans
MEX|Mexico|Mexican Mexicans
MGL|Mongolia|Mongolian Mongolians
MKD|North Macedonia; Macedonia|Macedonian Macedonians
MLI|Mali|Malian Malians
MLT|Malta|Maltese
MNE|Montenegro|Montenegrin Montenegrins
MON|Monaco|Monegasque
MOZ|Mozambique|Mozambican Mozambicans
NAM|Namibia|Namibian Namibians
NED|Netherlands; The Netherlands; Holland|Dutch Dutchman Dutchwoman Dutchmen
NGR|Nigeria|Nigerian Nigerians
NIR|Northern Ireland|
NOR|Norway|Norwegian Norwegians
NZL|New Zealand|Zealander Zealanders Kiwi Kiwis
PAK|Pakistan|Pakistani Pakistanis
PAN|Panama|Panamanian Panamanians
PAR|Paraguay|Paraguayan Paraguayans
PER|Peru|Peruvian Peruvians
PHI|Philippines; The Philippines|Filipino Filipinos Filipina
POL|Poland|Polish Pole Poles
POR|Portugal|Portuguese
PRK|North Korea; DPR Korea|
PUR|Puerto Rico|
QAT|Qatar|Qatari Qataris
ROU|Romania|Romanian Romanians
RSA|South Africa|African
RUS|Russia; ROC|Russian Russians
RWA|Rwanda|Rwandan Rwandans
SCO|Scotland|Scottish Scot Scots Scotsman Scotswoman
SEN|Senegal|Senegalese
SGP|Singapore|Singaporean Singaporeans
SLO|Slovenia|Slovenian Slovenians Slovene Slovenes
SMR|San Marino|
SRB|Serbia|Serbian Serbians Serb Serbs
SRI|Sri Lanka|Lankan Lankans
SUD|Sudan|Sudanese
SUI|Switzerland|Swiss
SUR|Suriname|Surinamese
SVK|Slovakia; Slovak Republic|Slovak Slovaks Slovakian Slovakians
SWE|Sweden|Swedish Swede Swedes
SYR|Syria|Syrian Syrians
TAN|Tanzania|Tanzanian Tanzanians
THA|Thailand|Thai Thais
TJK|Tajikistan|Tajik Tajiks
TPE|Chinese Taipei; Taiwan|Taiwanese
TTO,TRI|Trinidad and Tobago; Trinidad & Tobago; Trinidad|Trinidadian Trinidadians
TUN|Tunisia|Tunisian Tunisians
TUR|Turkey; Turkiye|Turkish Turk Turks
UAE|United Arab Emirates|Emirati Emiratis
UGA|Uganda|Ugandan Ugandans
UKR|Ukraine|Ukrainian Ukrainians
URU|Uruguay|Uruguayan Uruguayans
USA|United States; United States of America; US; America|American Americans
UZB|Uzbekistan|Uzbek Uzbeks
VEN|Venezuela|Venezuelan Venezuelans
VIE|Vietnam|Vietnamese
WAL|Wales|Welsh Welshman Welshwoman
ZAM|Zambia|Zambian Zambians
ZIM|Zimbabwe|Zimbabwean Zimbabweans
|Africa|African Africans
|Asia|Asian Asians
|Europe|European Europeans
|Oceania|Oceanian Oceanians
|South America|
|North America|
"""


# Peoples and codes that are common words too; only a capital makes them a nation: the pole vault, to polish, the can.
COMMON_WORDS = frozenset(
    "pole poles polish can ban bar cam chi den fin gab gam hon mar mas mon nor par per pan por sud sur tan us ger ind "
    "ken kiwi kiwis swede ben".split()
)


_CODE_CHARS = 3
_MAX_NAME_TOKENS = 4  # "Saint Vincent and Grenadines"


def nation_keys(word: str) -> tuple[str, ...]:
    """Names (tokens in alphabetical order, as the store's name keys) of the nations a word stands for.

    `word` is a token in normal form: a people ("americans"), an adjective ("dutch") or a code ("usa"). Empty for any
    other word; several for a word of several nations.
    """
    return _by_word().get(word, ())


def nations_in(words: Sequence[str]) -> list[tuple[frozenset[int], tuple[str, ...]]]:
    """Where tokens in normal form name a nation or its people, in order, and the name keys of that nation.

    The longest name counts: "South Korea", "Great Britain".
    """
    found: list[tuple[frozenset[int], tuple[str, ...]]] = []
    at = 0
    while at < len(words):
        sizes = range(min(_MAX_NAME_TOKENS, len(words) - at), 0, -1)
        size = next((n for n in sizes if " ".join(sorted(words[at : at + n])) in _aliases()), 0)
        keys = _aliases()[" ".join(sorted(words[at : at + size]))] if size else nation_keys(words[at])
        if keys and not (size <= 1 and words[at] in COMMON_WORDS | STOPWORDS):
            found.append((frozenset(range(at, at + max(1, size))), keys))
        at += max(1, size)
    return found


def is_nation(text: str) -> bool:
    """Whether the whole text is a nation: its name, its code, or both ("China (CHN)")."""
    words = [token.text for token in tokens(text)]
    names = _names()
    codes = [word for word in words if len(word) == _CODE_CHARS and word in _by_word()]
    whole = " ".join(sorted(words))
    bare = " ".join(sorted(word for word in words if word not in codes[-1:]))
    return bool(words) and (whole in names or (bool(codes) and bare in ("", *names)))


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    """Name key → all name keys of that nation."""
    found: dict[str, tuple[str, ...]] = {}
    for keys in _by_word().values():
        found |= {key: keys for key in keys if key not in found or len(keys) < len(found[key])}
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(key for keys in _by_word().values() for key in keys)


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _NATIONS.strip().splitlines():
        codes, names, people = line.split("|")
        said = [*codes.lower().split(","), *(token.text for token in tokens(people))]
        spellings = names.split(";") + codes.split(",")
        keys = tuple(" ".join(sorted(token.text for token in tokens(name))) for name in spellings if name)
        for word in filter(None, said):
            found[word] = (*found.get(word, ()), *keys)
    return found
