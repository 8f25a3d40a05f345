"""What an icon's file name says: its concept, its style, and whether it should be learned at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

STYLE_WORDS = {
    "outline": "outline outlined line linear light thin regular",
    "solid": "fill filled solid bold",
    "duotone": "bulk duotone twotone duo",
    "color": "color poly",
}
STYLE_OF = {word: style for style, words in STYLE_WORDS.items() for word in words.split()}
# Words of file names that say nothing about the picture.
NOISE = frozenset(
    "sharp rounded round baseline two tone twotone stroke mini micro ios md rtl ltr s f o l 12px 16px 24px 12 14 "
    "15 16 18 20 24 28 32 48".split()
)
LEADING = frozenset("bx bxs bxl ios md brand logo logos social ico icon si fxemoji".split())
# After these words a number is part of the picture: "clock 3", "wifi 2".
NUMERIC = frozenset(
    "number numeric numbers digit dice circle square hexagon box counter looks filter battery level rank step "
    "steps clock time zone hour hours die exposure signal grid columns column rows layout mp hd web ipv usb wifi "
    "3d count plus minus replay forward rewind timer letter octagon pentagon diamond heading h key".split()
)
KEEP_WHOLE = frozenset("mp3 mp4 web3 html5 css3".split())
BRAND_ENDS = frozenset("logo brand".split())
BRAND_STARTS = frozenset("bxl brand logo logos social".split())
BRAND_CATEGORY = re.compile(r"\b(brands?|logos?|social media|crypto|programming|flags?|country)\b")
MORE_BRANDS = frozenset(
    "facebook twitter instagram youtube linkedin google github gitlab whatsapp telegram tiktok snapchat pinterest "
    "reddit messenger skype spotify netflix paypal visa mastercard amex stripe bitcoin ethereum litecoin dogecoin "
    "android windows ubuntu wordpress wechat weibo qq alipay xbox playstation nintendo steam twitch vimeo medium "
    "slack dropbox trello figma notion zoom microsoft tiktok threads mastodon bluesky quora tumblr flickr behance "
    "dribbble codepen html5 css3 javascript typescript python nodejs react vue angular npm docker kubernetes "
    "golang svelte nuxt nextjs laravel php mongodb mysql postgresql redis firebase supabase vercel netlify heroku "
    "cloudflare aws azure openai chatgpt anthropic gemini copilot deepseek uber airbnb yelp shopify ebay "
    "aliexpress etsy tesla bmw audi airtable asana jira confluence bitbucket sourcetree".split()
)
PLAIN_WORDS = frozenset("apple target shell box threads brave steam medium zoom gemini blender".split())
EMOJI_SETS = frozenset("noto fluent-emoji-flat fxemoji".split())
# Sets that draw each picture at many sizes or in many shapes, of which one is kept.
VARIANT_SETS = frozenset("fluent fluent-color material-symbols material-symbols-light".split())
FLUENT_SIZES = ["24", "20", "28", "32", "16", "48", "12"]


def split(name: str) -> list[str]:
    """The words of a file name."""
    return [word for word in re.split(r"[-_\s:.]+", name.lower()) if word]


def words_of(set_name: str, name: str) -> list[str]:
    """The words of an icon's name; `ic` writes the style first, which is moved to the end."""
    words = split(name)
    return words[1:] + words[:1] if set_name == "ic" and len(words) > 1 else words


def clean(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The words of the concept and the style that a name states: sizes, variant numbers and style words go."""
    style, core = None, []
    words = list(words)
    while len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    for i, word in enumerate(words):
        if i and word in STYLE_OF:
            style = STYLE_OF[word]
        elif not (i and _is_noise(word, core, near_end=i >= len(words) - 2)):
            variant = re.fullmatch(r"([a-z]{3,})(0?[1-9])", word)  # home2 is a home
            core.append(variant.group(1) if variant and word not in KEEP_WHOLE else word)
    return core, style


def _is_noise(word: str, before: Sequence[str], *, near_end: bool) -> bool:
    counted = bool(before) and before[-1] in NUMERIC
    if word in NOISE:
        return not (counted and word.isdigit())
    if re.fullmatch(r"0\d", word):
        return True
    return bool(re.fullmatch(r"[1-9]", word)) and bool(before) and not counted and near_end


def variant(set_name: str, name: str) -> tuple[str, int] | None:
    """The picture that an icon is a variant of, and how little it is wanted; None for a variant never wanted."""
    words = name.split("-")
    if set_name in ("fluent", "fluent-color"):
        return _fluent(words)
    if set_name in ("material-symbols", "material-symbols-light"):
        return _material(words, light=set_name.endswith("light"))
    unwanted = {
        "ic": words[0] in ("sharp", "round"),
        "ph": words[-1] in ("thin", "light", "bold"),
        "noto": "-skin-tone" in name or "flag-" in name,
        "fluent-emoji-flat": bool(re.search(r"-(light|medium|dark)$|medium-light|medium-dark", name)),
    }
    return None if unwanted.get(set_name, False) else (name, 0)


def _fluent(words: Sequence[str]) -> tuple[str, int] | None:
    if "rtl" in words or "ltr" in words:
        return None
    size = next((word for word in reversed(words) if word.isdigit()), "0")
    rank = FLUENT_SIZES.index(size) if size in FLUENT_SIZES else len(FLUENT_SIZES)
    return "-".join(word for word in words if word != size), rank


def _material(words: Sequence[str], *, light: bool) -> tuple[str, int] | None:
    if light and "outline" not in words:
        return None
    shape = 1 if "rounded" in words else 2 if "sharp" in words else 0
    rank = shape if light else (1, 0, 2)[shape]
    return "-".join(word for word in words if word not in ("rounded", "sharp")), rank


def is_brand(
    set_name: str, words: Sequence[str], core: Sequence[str], categories: str, brands: Collection[str], *, color: bool
) -> bool:
    """Whether an icon is a logo, a flag, or of something that belongs to a company."""
    if words[0] in BRAND_STARTS or words[-1] in BRAND_ENDS or BRAND_CATEGORY.search(categories.lower()):
        return True
    if not core:
        return False
    if "".join(core) in brands or (core[0] in brands and len(core) <= 2) or (core[0] == "flag" and color):
        return True
    return set_name in EMOJI_SETS and any(word.startswith("flag") for word in words)
