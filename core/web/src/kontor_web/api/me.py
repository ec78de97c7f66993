"""``/api/me``: who a token or session speaks for, and what they may do."""

from kontor_web.calls import Call
from kontor_web.messages import Reply, as_json


def me(call: Call) -> Reply:
    actor = call.actor
    profile = actor.profile
    return as_json(
        {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind.value,
            "locale": actor.locale,
            "timezone": actor.timezone,
            "teams": actor.team_ids,
            "token": actor.token_id,
            "levels": {
                entity: {action.value: level.name.lower() for action, level in levels.items()}
                for entity, levels in profile.levels.items()
            },
            "read_classes": sorted(profile.read_classes),
            "edit_classes": sorted(profile.edit_classes),
            "permissions": sorted(profile.permissions),
        }
    )
