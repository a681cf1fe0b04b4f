"""The words of questions about sport, in any sport: what asks for a place, a scale, a count, a kind of answer.

Word lists only, in the normal form of `retriever.text`; what they do to a question is told in `bot.question.question`.
"""

from enum import StrEnum

from retriever.text import STOPWORDS, stem
from retriever.values import ValueType


class Asked(StrEnum):
    """What kind of thing the answer is."""

    NAME = "name"
    TIME = "time"
    DISTANCE = "distance"
    RANK = "rank"
    NATION = "nation"
    DATE = "date"
    COUNT = "count"
    MARK = "mark"
    AGE = "age"
    REASON = "reason"
    QUOTE = "quote"
    SPEAKER = "speaker"
    YES_NO = "yes_no"
    SUMMARY = "summary"
    ANYTHING = "anything"


class Operation(StrEnum):
    """What has to be done with result rows."""

    NTH = "nth"
    LAST = "last"
    EXTREME = "extreme"
    COUNT = "count"
    DIFFERENCE = "difference"
    MEAN = "mean"
    SUM = "sum"
    MEDIAN = "median"
    SHARE = "share"
    COMPARE = "compare"
    LIST = "list"


PLACES = {
    "win": (1,), "winner": (1,), "winners": (1,), "winning": (1,), "wins": (1,), "champion": (1,), "champions": (1,),
    "gold": (1,), "victory": (1,), "victor": (1,), "victorious": (1,), "triumph": (1,), "silver": (2,),
    "bronze": (3,), "podium": (1, 2, 3), "medalist": (1, 2, 3), "medals": (1, 2, 3), "medalists": (1, 2, 3),
}  # fmt: skip
MEDALLISTS = {"medalist", "medalists", "medals", "medal"}
MEDAL_WINNERS = {"winner", "winners", "winning"}
# "Kept her title", "defended the gold": won again.
KEEPING = {"keep", "retain", "retained", "retaining", "defend", "defended", "defending", "regain", "regained"}
TITLES = {"title", "crown", "championship", "gold", "trophy", "cup"}
OVERCOMING = {"beat", "beats", "beating", "defeat", "defeated", "outran", "outscored", "overcame", "edged",
              "thrashed"}  # fmt: skip
LOSING = {"lose", "loses", "losing"}
PLACING = {"finish", "finished", "finisher", "finishers", "place", "placed", "placing", "rank", "ranked", "position",
           "positioned", "seeded", "classified"}  # fmt: skip
PLACED = {"finished", "placed", "ranked", "classified", "completed"}  # counted are those with a place
# Before a length that is part of a race: "the last 500 metres", "at 100 m".
PART_BEFORE = {"last", "final", "opening", "closing", "at", "through", "each", "per"}
PLACED_WITHIN = 2  # words between "finished" and "highest"
# "Finished highest" is told by the place, whatever the marks are: word → is it the small end?
RANKING = {"highest": True, "best": True, "higher": True, "better": True, "lowest": False, "worst": False,
           "lower": False, "worse": False}  # fmt: skip
MATCH_WORDS = {"match", "matches", "game", "games", "fixture", "fixtures", "tie", "ties", "bout", "bouts",
               "fight", "fights"}  # fmt: skip
FOREMOST = {"top", "first", "leading"}  # "the top five"
SCORED = {"goals", "goal", "points", "point", "runs", "run", "tries"}
MEETING = {"play", "played", "plays", "face", "faced", "faces", "meet", "met", "meets", "opponent", "opponents",
           "between"}  # fmt: skip
SCORING, CONCEDING = {"score", "scored", "scores"}, {"concede", "conceded", "concedes", "let"}
PER_MATCH = {"per", "average"}  # "a game" says the same
# "Leads the standings", "bottom of the table": a place in what a league is printed in.
LEADING = {"lead", "leads", "led", "leading", "top", "tops", "topped", "head", "heads", "headed"}
STANDINGS = {"table", "standings", "league", "rankings", "leaderboard", "classification"}
KEPT_WITHIN = 6  # words from the verb to the title
TIMES, SIZES = (ValueType.TIME,), (ValueType.DISTANCE, ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY)
# superlative and comparative of the same scale: word → (is it the low end?, which columns)
SCALES: dict[str, tuple[bool, tuple[ValueType, ...]]] = {
    "fast": (True, TIMES), "quick": (True, TIMES), "slow": (False, TIMES), "long": (False, ()),
    "short": (True, ()), "far": (False, (ValueType.DISTANCE,)), "high": (False, SIZES), "low": (True, SIZES),
    "large": (False, SIZES), "big": (False, SIZES), "small": (True, ()), "great": (False, SIZES),
    "early": (True, (ValueType.DATE,)), "late": (False, (ValueType.DATE,)), "narrow": (True, ()),
}  # fmt: skip
IRREGULAR = {"most": (False, SIZES), "fewest": (True, SIZES), "least": (True, SIZES), "maximum": (False, SIZES),
              "minimum": (True, SIZES), "further": (False, (ValueType.DISTANCE,)), "top": (False, SIZES),
              "furthest": (False, (ValueType.DISTANCE,)), "farthest": (False, (ValueType.DISTANCE,)),
              "more": (False, SIZES), "fewer": (True, SIZES), "less": (True, SIZES)}  # fmt: skip
# Of people, not of marks: a sentence must say it, and only a column of heights, weights or ages tells it.
BODILY = {"taller": False, "tallest": False, "heavier": False, "heaviest": False, "lightest": True, "older": False,
          "oldest": False, "younger": True, "youngest": True}  # fmt: skip
DIFFERENCE = {"margin", "gap", "difference", "separated", "separate", "separates", "apart", "gaps"}
HOW_MUCH = {"much", "many", "far", "big", "wide", "close"}
# "How much" with one of these asks for an amount of money.
OF_MONEY = frozenset(
    "earn earns earned cost costs pay paid worth price fee fees prize spend spent sell buy fined money".split()
)
STATURE = {"tall", "heavy", "big"}  # "how tall": a size of somebody or something, which no column of results holds
APART = {"ahead", "behind", "apart", "separate", "separated", "faster", "slower", "quicker", "better", "worse", "clear",
         "beat", "lose", "win", "exceed", "exceeded"}  # fmt: skip
TAKING_OFF = {"take", "took", "taken", "knock", "knocked", "shave", "shaved", "slice", "sliced", "chop", "chopped"}
OUTCOMES = {"beat", "lose", "win"}
MEDIAN, SHARE = {"median"}, {"percentage", "percent", "proportion", "share", "fraction"}
SHARING = {"tied", "tie", "joint", "equal", "level", "shared", "share", "together", "jointly"}
MEAN, SUM = {"average", "mean"}, {"total", "combined", "sum", "altogether", "together"}
LIST = {"list", "name", "names", "every", "all"}
BETTER = {"better", "ahead", "beat", "outran", "outscored", "behind", "slower", "quicker", "faster", "higher"}

ASKED = {
    Asked.TIME: {"time", "times", "seconds", "fast", "quick", "clock", "clocked", "minute"},
    Asked.DISTANCE: {"distance", "far", "height", "metre"},
    Asked.RANK: {"place", "placed", "placing", "position", "rank", "ranked", "finish", "finished", "come", "standing"},
    Asked.NATION: {
        "country",
        "nation",
        "nationality",
        "countries",
        "nations",
        "represent",
        "represents",
        "represented",
    },
    Asked.DATE: {"date", "dates", "when", "day", "year"},
    Asked.MARK: {"result", "mark", "score", "perform", "performance", "points", "achieve", "manage", "post", "clear"},
    Asked.AGE: {"old", "age", "aged"},
    Asked.REASON: {"why", "reason", "reasons"},
    Asked.SUMMARY: {"summarise", "summarize", "summary", "recap", "describe", "overview", "sum"},
}
HOLDING = {"take", "takes", "taking", "taken", "took"}  # before "place": something is held, nobody is ranked
LASTING = {"last", "lasted", "suspended", "interrupted", "delayed"}  # "how long did it last"
OCCASIONS = {"each", "every", "first", "last", "next", "second", "third", "this", "that", "same", "many", "another",
             "only", "one", "long", "some",  # "the first time" asks for no time
             "half", "full", "extra", "stoppage", "injury", "quarter"}  # nor does "the score at half-time"
# Two words of a pair name different competitions.
OPPOSITES = tuple(
    (stem(one), stem(other))
    for one, other in (
        ("man", "woman"), ("man", "mixed"), ("woman", "mixed"), ("boy", "girl"), ("junior", "senior"),
        ("single", "doubles"), ("indoor", "outdoor"),
    )
)  # fmt: skip
OPPOSED = {word for pair in OPPOSITES for word in pair}
_ATHLETES = (
    "athlete runner player swimmer rider competitor finalist thrower jumper cyclist qualifier skater lifter "
    "climber weightlifter diver skier sailor rower boxer fencer archer shooter gymnast judoka wrestler golfer "
    "driver jockey sprinter hurdler vaulter walker paddler surfer entrant contestant biathlete triathlete "
    "decathlete heptathlete bowler team crew side club"
).split()
PERSONS = {*_ATHLETES, *(f"{word}s" for word in _ATHLETES), "person", "people", "guy", "bloke", "blokes"}
COMPETITORS = {"man", "men", "woman", "women", "of", "others", "competitors", "rivals", "boys", "girls"}
# Verbs by which a mark is made; a row that holds the mark accounts for them. As nouns they name a thing ("the record").
ACHIEVING = {
    "reach", "reached", "record", "recorded", "clock", "clocked", "post", "posted", "achieve", "achieved",
    "register", "registered", "ran",
    "swim", "swam", "row", "rowed", "throw", "threw", "jump", "jumped", "ski", "skied", "skate", "skated", "cycle",
    "cycled", "paddle", "paddled", "sail", "sailed", "vault", "vaulted", "climb", "climbed", "hit", "shoot", "shot",
    "earn", "earned", "collect", "collected", "notch", "notched", "commit", "committed", "produce", "produced", "gain",
    "gained",
}  # fmt: skip
SPEECH = {
    "say",
    "quote",
    "quotes",
    "words",
    "comment",
    "comments",
    "tell",
    "call",
    "called",
    "describe",
    "described",
    "talk",
    "talked",
    "remark",
    "phrase",
    "put",
    "admit",
    "admitted",
    "react",
    "reaction",
    "mention",
    "line",
    "promise",
    "promised",
}
# What results are printed in: it names no event, and rows account for it.
LISTINGS = {"results", "list", "table", "standings", "classification", "sheet", "leaderboard",
            "listing", "listings"}  # fmt: skip
NOUNS_OF_SPEECH = {"reaction", "line", "phrase", "words", "quote", "quotes"}  # "who had the fastest reaction"
WEAK_SPEECH = {"call", "called", "describe", "described", "put", "line", "mention", "phrase"}  # "what is it called?"
# Words of questions that name nothing in the coverage; they need no evidence.
FILLERS = STOPWORDS | frozenset(
    "among amongst "
    "really actually basically wait even somebody someone anybody btw pls oh hmm um mate guys folks maybe perhaps "
    "guess wondering wonder curious remind "
    "about after all also any anyone article at before can could down during each either end every exactly finally "
    "digits figures find first get give go happen himself herself know let list long manage many may me mention more "
    "much name need "
    "new no not number off one only other out over own per please put quick re see show some tell text thing through "
    "use very want way were whether while within without write yes according ve done take make run win finish place "
    "come beat say compete set do have be report story coverage source just did there still again ever once "
    "order short brief sentence sentences summarise summarize summary recap overview describe detail details anything "
    "something "
    "everyone everybody "
    "hello hi hey thanks thank cheers ok okay "
    "between against under both same around across back vs versus v whats wheres whos".split()
)
FILLER_WEIGHT, SPECIAL_FACTOR = 0.0, 1.6
# "the second lap", "the first 400 metres": the ordinal counts parts of a race, not finishers.
COUNTED_PARTS = {"lap", "half", "quarter", "leg", "round", "set", "time", "m", "100", "200", "400", "800", "km"}
BEFORE_RECORD = {"a", "the", "an", "world", "olympic", "national", "new", "old", "games", "european", "course", "his",
                  "her", "area", "meeting", "championship", "personal", "season", "s"}  # fmt: skip
BEFORE_LINE = {"from", "to", "at", "across", "over", "crossed", "cross", "before", "finish", "finishing", "goal", "try"}
MONTHS = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december"}  # fmt: skip
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
NUMBER_WORDS = set("one two three four five six seven eight nine ten eleven twelve".split())
# As fans write them, and as reports do.
SHORT_FORMS = {
    "pb": "personal best", "pbs": "personal bests", "sb": "season's best", "wr": "world record",
    "nr": "national record", "oly": "olympic", "qf": "quarter-final", "sf": "semi-final", "ko": "knockout",
    "pts": "points", "mins": "minutes", "secs": "seconds", "worlds": "world championships",
    "euros": "european championships",
}  # fmt: skip
AGAINST = {"against", "vs", "versus", "v", "over", "facing", "beating"}
MATCH_PARTS = {"quarter", "half", "set", "period", "inning", "innings", "end", "quarterfinal", "round", "run", "lap",
               "leg", "stage", "rotation", "attempt", "jump", "throw", "frame", "dive"}  # fmt: skip
NOUN_WITHIN = 4  # "how many of these tournaments"
# Result codes as the sport's books print them, and the words people use for them.
STATUS_PHRASES = {
    "dns": "DNS", "dnf": "DNF", "dsq": "DSQ DQ", "dq": "DQ DSQ", "nm": "NM", "nh": "NH", "did not start": "DNS",
    "not start": "DNS", "did not finish": "DNF", "not finish": "DNF", "disqualified": "DQ DSQ", "no mark": "NM NH",
    "dropped out": "DNF", "pulled out": "DNS DNF", "no height": "NH NM", "retired": "RET DNF RTD ABD",
    "missed the cut": "CUT", "missed cut": "CUT", "miss the cut": "CUT", "withdrew": "WD", "withdrawn": "WD",
    "withdraw": "WD", "did not play": "DNP", "not play": "DNP", "failed to finish": "DNF", "fail to finish": "DNF",
    "failed to record a mark": "NM NH", "failed to record a height": "NH NM", "failed to start": "DNS",
    "eliminated": "EL ELM EXC OUT",
    "mispunched": "MP", "missed a control": "MP",
}  # fmt: skip
YES_NO = {"did", "was", "were", "is", "are", "has", "have", "had", "does", "do", "can", "could", "will"}
WH_WORDS = {"who", "whom", "whose", "what", "which", "when", "where", "why", "how"}
