"""Texts that stand in more than one place."""

from kontor_sdk import L

FOLLOWING = L("Beobachten", en="Following")
FOLLOW = L("Beobachten", en="Follow")
UNFOLLOW = L("Nicht beobachten", en="Unfollow")
MINE = L("Was ich beobachte", en="What I follow")
FOLLOWED = L("Beobachtet", en="Followed")

CHANGED = L("{title}: geändert von {who}", en="{title}: changed by {who}")
NEWS = L("{title}: Neues von {who}", en="{title}: news from {who}")
SOMEBODY = L("jemand", en="somebody")
