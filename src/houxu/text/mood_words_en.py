"""The mood words of English, each a pattern between word borders. See `mood_words` for the rules."""

from __future__ import annotations

from houxu.text.mood_words import AFTER, BACK, CLAUSE, ONWARD, REST, SELF, SENTENCE, Wording
from houxu.text.mood_words import wording as _words

# fmt: off
ENGLISH: tuple[Wording, ...] = (
    _words("question", CLAUSE, "whether(?: or not)?"),
    _words("question", REST, r"(?:question|ask|wonder|debat)(?:s|ed|ing)? if", "(?:unclear|unsure|not sure) if"),
    # Look-alikes of negation.
    _words(
        "",
        SELF,
        "not (?:only|just|merely|simply|solely|to mention|least|surprisingly|long (?:after|ago))",
        r"no (?:doubt|wonder|matter|surprise|(?:less|fewer|more|later|sooner|earlier) than|\d+)",
        r"no\. ?\d+", "not (?:less|fewer|more) than", "nothing (?:less|short) (?:than|of)",
        "none other than", "(?:or|why|if) not", "no sooner",
    ),
    _words("negation past_state", AFTER, "no longer", "not any ?more", "ceased to", "stopped"),
    _words("obligation", AFTER, "(?:cannot|can't|could not|couldn't) (?:but|help)"),
    _words(
        "hedge",
        AFTER,
        "not (?:necessarily|clear|certain|sure)", "may (?:or may )?not", "might not", "unclear",
    ),
    _words("negation hedge", AFTER, "unlikely"),
    # A release that "has not happened": the thing denied stands before its verb.
    _words(
        "negation",
        CLAUSE,
        r"(?:\w*n[’']t|not|never|yet to) (?:yet )?(?:been |be )?(?:happen(?:ed)?|materiali[sz]ed?|come true|arrived?|taken? place|occur(?:red)?|planned|scheduled|expected|confirmed)",
    ),
    _words(
        "negation",
        AFTER,
        "cannot", "could not", "couldn[’']t",
        "(?:ca|wo|do|does|did|is|are|was|were|has|have|had|would|could|should|need|must)n[’']t",
        "not(?:hing)?", "no(?:body| one|where|ne)?", "never", "without", "neither", "nor",
        "(?:fail(?:s|ed|ing|ure)?|unable|yet|refus(?:es?|ed|ing)|declin(?:es?|ed|ing)) to",
        "lack(?:s|ed|ing)?", "hardly", "barely(?= (?:any|work|use|ha|able|see))", "rather than",
        "instead of", "far from(?= (?:being|ready|open|over|done|complete|finished))",
    ),
    _words(
        "denial",
        SENTENCE,
        r"debunk\w*", r"refut\w+", "untrue", r"hoax\w*", "fake news",
        "false(?! (?:positive|negative|start|alarm))(?:ly)?", "not true", "no truth", "unfounded",
        "baseless", "fabricated",
    ),
    _words(
        "denial",
        BACK,
        "at odds with the facts", "does(?: not|n['’]t) (?:stand up|hold water|square with the (?:facts|record))",
    ),
    _words(
        "denial",
        CLAUSE,
        "den(?:y|ies|ied|ying|ials?)", "disput(?:e|es|ed|ing)", "dismiss(?:es|ed)",
        "reject(?:s|ed)? (?:claims?|reports?|suggestions?|the claim)",
        "(?:take|takes|took|taking) back (?:everything|all|what|anything)", "(?:retract|withdr[ae]w)(?:s|ed|ing)? (?:what|everything|the claim)",
    ),
    _words(
        "rumour",
        REST,
        "reportedly", r"rumou?r(?:s|ed)?(?! (?:are|were|was|is|proved?|turned out)(?: to be)? (?:true|right|correct|confirmed))", "leak(?:s|ed|er|ers|ing)?", "gossip", r"speculat\w+",
        "(?:is|are|was|were|'s|'re|been|be|being) (?:said|rumou?red|believed|thought) to",
        "alleged(?:ly)?", "purported(?:ly)?", "unconfirmed", "tipsters?", "word is", "hearsay",
        "whispers", "supposed leak",
        # what a crowd calls out is no report
        r"(?:users|fans|commenters|posters|redditors|netizens|people|some)(?: (?:on|in|across) [a-z ]{1,24}?)? (?:cheered|joked|celebrated|thought|believed|assumed|swore|guessed|shouted|quipped)",
    ),
    _words("irony", AFTER, "so[- ]called", "supposed(?:ly)?", "self-styled", "ostensibl[ey]"),
    _words(
        "condition",
        ONWARD,
        "would(?:n't)? have", "could have", r"if(?<!as if)(?<!as if)(?! you (?:already )?(?:pay|subscribe|have (?:chatgpt )?(?:plus|pro)))",
        "should(?= (?:it|they|the|he|she|this|that|we|any) )", "unless",
        "provided(?: that)?(?= (?:that|it|they|the|you|we|users))", "assuming", "in case", "as long as",
        "were it",
    ),
    _words(
        "plan",
        AFTER,
        "will(?<!free will)(?<!good will)(?! (?:happily|gladly|readily|cheerfully|dutifully|obediently|often|sometimes|still|even) )", "(?:it|they|we|you|he|she|that|which|who|i)[’']ll",
        "would(?! like)",
        "(?:is|are|was|were|[’']s|[’']re|be) (?:going|set|due|slated|scheduled|expected|poised|about|likely|on track|gearing up|preparing|planning|looking|ready|to be) to",
        "(?:is|are|was|were) to (?:be|launch|release|open|get|start|arrive|come|unveil|ship|roll)",
        "(?:plan|intend|expect|aim|prepar|propos|vow|promis|pledg)(?:s|e|es|ed|ing|ning|ned)? (?:to|on|for)",
        "about to", "upcoming", "forthcoming", "planned", "imminent(?:ly)?", "soon(?! after| as)",
        r"in the (?:works|pipeline|coming \w+)", "shortly(?! after| before)", "going to", "set to",
        "means to", "eventually",
    ),
    _words(
        "plan",
        CLAUSE,
        "(?:due|scheduled|slated|planned|pencil+ed in|expected|set)(?= (?:for|in|on|by|next|later|early|this))",
        "coming soon", "on the horizon", "round the corner", "around the corner",
    ),
    _words(
        "hope",
        AFTER,
        "hop(?:e|es|ed|ing|efully)", "would like", "wish(?:es|ed)?", r"aspir\w+", "wants? to",
        "wanted to", "dreams? of", "look(?:s|ing)? forward",
        r"(?:thought|assumed|figured|imagined)(?= (?:[a-z0-9'’.-]+ ){0,4}(?:would|was (?:about|going) to))",
    ),
    _words(
        "hedge",
        AFTER,
        "might", "could", "perhaps", "maybe", "possibly", "probably", "likely",
        r"(?:appear|seem)(?:s|ed)?(?= (?:to|that|like|as|un|\w+ly|set|in))", "seemingly", "apparently",
        "arguably", "may",
    ),
    _words("obligation", AFTER, "must", "should", "ought to", "shall", "had better"),
    _words("correction", AFTER, "corrections?", "corrected", "erratum", "in fact", "actually", "in reality"),
    _words(
        "past_state",
        AFTER,
        "once(?<!at once)(?! again| more| you| it| they| the| a | we| users)",
        # "Once the laggard of its trade, it now leads": no verb before the comma, and not "once the model is out"
        r"once(?= (?:the|an?) (?:(?!(?:is|are|was|were|has|have|had|can|will|gets?|goes|comes|opens?|launch\w*|ships|arrives|lands|becomes)\b)[a-z\-]+[ ,]+){1,7}(?:now|has|is|leads)\b)",
        "used to(?<!is used to)(?<!are used to)(?<!be used to)", "originally", "previously", "formerly",
        "initially", "at first", "had been",
    ),
    _words(
        "quotation",
        REST,
        "sa(?:y|ys|id|ying)", "claim(?:s|ed|ing)", "according to", "told", "wrote", "argu(?:es?|ed)",
        "tweeted", "posted that", "insist(?:s|ed)?", "not(?:es|ed) that", "add(?:s|ed) that",
        "stat(?:es|ed) that", "report(?:s|ed) that",
    ),
    _words("ability", AFTER, "can", "able to", "capable of", "supports?"),
)
# fmt: on
