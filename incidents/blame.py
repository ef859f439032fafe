"""Words that judge people where a cause should be named. Noticed, never refused: they ask for the next “why”."""

import re

# Whoever reads “careless” has learnt nothing that could be changed at the place. In Chinese, the stock of reports.
WORDS = (
    "麻痹大意",
    "思想麻痹",
    "侥幸心理",
    "心存侥幸",
    "安全意识淡薄",
    "安全意识不强",
    "安全意识差",
    "责任心不强",
    "责任心不够",
    "责任心差",
    "不负责任",
    "工作不认真",
    "粗心",
    "马虎",
    "疏忽",
    "大意",
    "不小心",
    "违章",
    "违规",
    "违反操作规程",
    "违反规程",
    "不遵守",
    "未遵守",
    "擅自",
    "冒险作业",
    "蛮干",
    "应当注意",
    "本应",
    "素质低",
    "素质不高",
    "自我保护意识",
)
PATTERNS = (
    r"careless\w*",
    r"negligen\w*",
    r"inattenti\w*",
    r"reckless\w*",
    r"complacen\w*",
    r"laz(?:y|iness)",
    r"failed to",
    r"failure to",
    r"should have",
    r"did not bother",
    r"did not pay attention",
    r"lack of (?:care|attention|awareness|discipline)",
    r"human error",
    r"operator error",
    r"ignored the rules?",
    r"violat\w+",
    r"disobey\w*",
)
BLAMING = re.compile("|".join([*WORDS, rf"\b(?:{'|'.join(PATTERNS)})\b"]), re.IGNORECASE)
MOST_TOLD = 3


def blaming(text):
    """The words in `text` that judge somebody, as they stand there, at most MOST_TOLD, each once."""
    found = dict.fromkeys(match[0].strip() for match in BLAMING.finditer(text))
    return list(found)[:MOST_TOLD]
