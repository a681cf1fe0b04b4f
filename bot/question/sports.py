"""What competitions are called: sports and disciplines, contests, and whose they are ("men's")."""

import re

from retriever.text import stem, tokens

GENDERS = {"man", "woman", "boy", "girl", "mixed"}
GENITIVES = {"man": "men's", "woman": "women's", "boy": "boys'", "girl": "girls'", "mixed": "mixed"}


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(token.text) for word in words.split() for token in tokens(word))


SPORTS = _stems(
    "athletics aerobatics archery badminton ballooning bandy baseball basketball biathlon billiards bmx bobsleigh "
    "bobsled boccia boules bowling bowls boxing camogie canoe canoeing chess climbing cricket croquet "
    "curling cycling cyclocross darts decathlon discus diving downhill dressage duathlon epee equestrian eventing "
    "fencing floorball foil football freestyle futsal giant golf gymnastics hammer handball heptathlon hockey "
    "hurdles hurling javelin judo jumping kabaddi karate karting kayak kayaking keirin korfball lacrosse "
    "luge madison marathon moguls motocross motogp motorsport mountaineering mtb netball nordic omnium orienteering "
    "padel parkour pentathlon pickleball polo pool powerlifting pursuit racing rally rallying regatta relay rhythmic "
    "rowing rugby sabre sailing scull sculls shinty shooting skating skeet skeleton ski skiing skijoring "
    "slalom sled snooker snowboard snowboarding soccer softball speedway sprint squash steeplechase sumo superbike "
    "surfing swimming synchro taekwondo tennis tobogganing trampoline triathlon vault volleyball "
    "walking water weightlifting windsurfing wrestling wushu yachting singles doubles pairs backstroke "
    "breaststroke butterfly medley"
)
# With a sport before it, still the same competition: "netball match".
CONTESTS = _stems(
    "race match game event competition tournament league cup championship championships derby series tour trial open "
    "trophy"
)
# What may follow "men's" and is no competition.
NO_CONTESTS = _stems(
    "record best time score result winner champion coach captain title side crowd player runner medal table world "
    "national olympic"
)
# "Giant" and "water" say so only beside another: "giant slalom", "water polo".
ONLY_BESIDE = _stems("giant water ski nordic shooting hammer pool pairs open")
# Last words of a competition's own name: "Corran Cup", "Hartsea Masters".
_TITLES = frozenset(
    "cup masters open trophy championship championships games prix league classic marathon tour invitational festival "
    "olympics paralympics bowl shield plate series".split()
)


_OWNED = re.compile(r"\b(?:men|women|boys|girls)['’]", re.I)  # no "Harbour Old Boys"


def names_contest(name: str) -> bool:
    """Whether a name is a competition's and nobody's: "Women 57 kg", "Corran Cup"."""
    said = name.lower().split()
    owned = bool(_OWNED.search(name)) or tokens(name)[0].text in GENDERS
    return len(said) > 1 and (said[-1] in _TITLES or owned)
