"""Words of a question that name its competition: "women's team pursuit", "figure skating", "800 metres"."""

from collections.abc import Collection, Sequence

from bot.question.focus import Known
from bot.question.lexicon import ACHIEVING, FILLERS, YES_NO
from bot.question.question import Question
from retriever.text import stem, tokens

GENDERS = {"man", "woman", "boy", "girl", "mixed"}
GENITIVES = {"man": "men's", "woman": "women's", "boy": "boys'", "girl": "girls'", "mixed": "mixed"}
_YEAR_DIGITS = 4
_STEMS_OF_SPORTS = (
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
_CONTESTS = (
    "race match game event competition tournament league cup championship championships derby series tour trial open "
    "trophy"
)
# What may follow "men's" and is no competition.
_NO_CONTESTS = (
    "record best time score result winner champion coach captain title side crowd player runner medal table world "
    "national olympic"
)
_TRAILING = frozenset("team side one".split())
# "Giant" and "water" say so only beside another: "giant slalom", "water polo".
_ONLY_BESIDE = frozenset(stem(word) for word in "giant water ski nordic shooting hammer pool pairs open".split())

_VERB_NEXT = frozenset({"to", "did", "does", "do", "he", "she", "they"})


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(token.text) for word in words.split() for token in tokens(word))


_SPORTS, _KINDS, _OTHERS = _stems(_STEMS_OF_SPORTS), _stems(_CONTESTS), _stems(_NO_CONTESTS)


def event_words(question: Question, known: Known, taken: Collection[int]) -> list[int]:
    """Tokens that name the competition, one run of words where a sport or "men's" tells where it stands; in order."""
    events = [i for i in range(len(question.words)) if i not in taken and _tells_event(question, i, known)]
    core = [i for i in events if question.words[i].text in GENDERS or question.words[i].text[0].isdigit()]
    if core:  # "men's 1500m", "women's 400 metres hurdles": not the city far behind it
        return _run_behind(question, core[0], events, taken)
    named = [i for i in range(len(question.words)) if i not in taken and is_sport(question, i)]
    return _run_around(question, named[0], taken) if named else events


def only_gender(question: Question, events: Sequence[int]) -> bool:
    """Whether men or women are told and no competition: "and the men's?", "the mixed one"."""
    return bool(events) and all(question.words[i].text in {*GENDERS, *_TRAILING} for i in events)


def _run_behind(question: Question, start: int, events: Sequence[int], taken: Collection[int]) -> list[int]:
    end = start
    while end + 1 < len(question.words) and end + 1 not in taken and _adjoins(question, end):
        if end + 1 not in events and not (owns_event(question, start) and _may_name(question, end + 1)):
            break
        end += 1
    while end > start and question.words[end].text in _TRAILING:
        end -= 1
    return list(range(start, end + 1))


def _run_around(question: Question, at: int, taken: Collection[int]) -> list[int]:
    start = end = at
    while start and start - 1 not in taken and _adjoins(question, start - 1) and _may_name(question, start - 1):
        start -= 1
    while end + 1 < len(question.words) and end + 1 not in taken and _adjoins(question, end):
        if question.stems[end + 1] not in _SPORTS | _KINDS:
            break
        end += 1
    return list(range(start, end + 1))


def is_sport(question: Question, index: int) -> bool:
    """Whether a noun names a sport: "the sprint", "ski jumping"; no "jumping" that somebody does, nothing in a name."""
    stem_ = stem(question.words[index].text)
    raw = question.text[question.words[index].start]
    if stem_ not in _SPORTS or (raw.isupper() and index > 0):
        return False
    before = question.before(index)
    beside = stem(before) in _SPORTS if before else False
    after = question.after(index)
    beside = beside or (after is not None and stem(after) in _SPORTS)
    return (beside or (stem_ not in _ONLY_BESIDE and index not in question.achieving)) and before not in _VERB_NEXT


def _may_name(question: Question, index: int) -> bool:
    """Whether a word beside the core of a competition's name may belong to it."""
    word = question.words[index]
    if stem(word.text) in _SPORTS:
        return True
    if word.text in FILLERS | ACHIEVING | YES_NO or question.stems[index] in _OTHERS or not word.text.isalpha():
        return False
    return question.text[word.start].islower() and index > 0 and not any(cue.word == index for cue in question.cues)


def _adjoins(question: Question, index: int) -> bool:
    """Whether nothing but a space stands between the token and the one behind it."""
    between = question.text[question.words[index].end : question.words[index + 1].start]
    return between.strip("'’s ") == "" and "(" not in between


def owns_event(question: Question, index: int) -> bool:
    """Whether it is written "men's", "womens" or "mixed", after which a competition is named."""
    word = question.words[index]
    raw, behind = question.text[word.start : word.end].lower(), question.text[word.end : word.end + 2].lower()
    return word.text == "mixed" or raw.endswith("s") or behind in {"'s", "’s"}


def _tells_event(question: Question, index: int, known: Known) -> bool:
    word = question.words[index].text
    if word in GENDERS or word == "m" or (word.isdigit() and len(word) < _YEAR_DIGITS) or word in question.lengths:
        return True
    plain = not question.text[question.words[index].start].isupper() or index == 0
    return question.weights[index] > 0 and plain and known.names_event(question.stems[index])
