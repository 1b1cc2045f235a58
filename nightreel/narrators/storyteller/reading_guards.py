"""What is no action in the world: orders to the game, powers nobody has, harm to oneself."""

import re
from collections.abc import Collection

from nightreel.core.intent import Refusal
from nightreel.narrators.storyteller.reading_lexicon import Lexicon

_SELF = r"(?:my ?self|me|yourself|himself|herself|ourselves)\b(?! (?:free|loose|up|off|down|against|behind|in|into|through|to|onto|some))"
_HARM = re.compile(
    rf"\b(?:kill|hang|shoot|stab|cut|hurt|harm|drown|strangle|injure|maim|blind|burn|suffocate|poison|electrocute|behead|decapitate) {_SELF}"
    r"|\bsuicid|\b(?:slit|cut|slash|open) (?:my|your) (?:own )?(?:wrists?|throats?|veins?|neck|arms?)\b"
    r"|\bend (?:it all|my (?:own )?life|myself)\b|\bwant to die\b|\b(?:jump|leap|throw myself|step) (?:off )?to my death\b"
    r"|\btake my own life\b|\bbreak my (?:own )?(?:neck|arms?|legs?|fingers?|hands?)\b|\bstarve myself\b|\blet (?:him|it|them|her) kill me\b"
    r"|\bcut off my\b|\b(?:gouge|poke|stab) (?:out )?my (?:own )?eyes?\b|\bbite (?:off )?my (?:own )?tongue\b|\bself harm\b|\bkms\b"
)
_LEAP = re.compile(
    r"\b(?:jump|leap|dive|step|hurl myself|throw myself) (?:off|down|from|over the (?:edge|side|rail\w*))\b"
)

_META = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|violate)\b.{0,40}\b(?:instructions?|rules?|prompts?|previous|above|guidelines)\b"
    r"|^\W*(?:system|assistant|user|developer|admin|root|gm|dm|narrator|ooc|note to)\b\s*(?:[:>\]]|prompt)"
    r"|\b(?:system prompt|prompts?|jailbreak|chatgpt|gpt|openai|language model|llm|developer mode|dev mode|god ?mode|admin mode|cheat codes?|cheats?|noclip|sudo|json|api key|debug mode)\b"
    r"|\b(?:set|change|reset|increase|raise|reduce|lower|max|add|restore|decrease|refill|modify|edit|update|give)\b.{0,24}\b(?:wounds?|health|hp|nerve|stats?|turns?|risk|odds|dice|score|lives|inventory|flags?|difficulty|xp|mana|luck|fate|variables?|game state)\b.{0,12}(?:\d|to\b|zero|full|max|infinite|$)"
    r"|\b(?:battery|health|nerve|wounds|hp|ammo)\b\s*(?:=|:|to)?\s*(?:\d+|full|max|infinite)\b"
    r"|\bi (?:have |just |already |instantly |automatically |magically )*(?:win|won|beat the game|survive|survived|succeed|succeeded|escaped)\b"
    r"|\bi (?:now |already |suddenly )*(?:have|own|possess) (?:a|an|the|all|every|infinite|unlimited|\d+)\b"
    r"|\b(?:odds|dice|die roll|d20|d6|d100|crit|critical hit|nat 20|natural 20|saving throw|skill check|probability|roll for|percent chance|reroll)\b"
    r"|\broll (?:a|the|some|my|to|perception|initiative|stealth)\b(?! (?:tape|felt|drum|barrel))"
    r"|\b(?:narrator|storyteller|game ?master|dungeon ?master|the game|this game|the ai|an ai|the bot|the model|the author|the developers?|the devs?|the program|the player|main character|plot armou?r|real life|irl|discord|this story|the story)\b"
    r"|^\W*(?:please )?(?:give|grant|tell|show|spawn|hand|bring|send|teach|explain|describe|get)(?: to)? (?:me|us)\b"
    r"|^\W*(?:help|hint|hints|inventory|inv|i|save|load|quit|restart|undo|menu|options|commands?|status|stats|score|rewind|pause|settings|exit game|new game|start over|main menu|credits|tutorial|cheat|spoiler|spoilers|version|map|next turn|regenerate)[\s.?]*$"
    r"|^\W*(?:what (?:do|can|should) (?:i|we) do|what now|what happens|whats happening|how do i|how can i|how to|what are my|what am i)\b"
)


def refused(
    lex: Lexicon, tags: frozenset[str], nouns: Collection[str], text: str
) -> Refusal | None:
    """Return why a text is no action, or None.

    Args:
        lex: the lexicon.
        tags: the tags of the place; a leap from a high one is meant to kill.
        nouns: nouns of the world; what a world has is no impossible weapon.
        text: in lower case, without apostrophes.
    """
    if hurts(text) or ("high" in tags and _LEAP.search(text)):
        return Refusal("harm_self")
    if _META.search(text):
        return Refusal("meta")
    armed = {w for w in lex.words["weapons"].difference(nouns) if re.search(rf"\b{w}s?\b", text)}
    if armed and not re.match(r"\W*(?:i )?gun\b", text):
        return Refusal("impossible")
    return None


def hurts(text: str) -> bool:
    """Whether somebody speaks of harming themselves."""
    return _HARM.search(text) is not None
