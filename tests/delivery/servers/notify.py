"""GC Notify's interface: `POST /v2/notifications/{email,sms}` as its documentation has it, each request
held against the published shape."""

import json
import uuid

import jsonschema

KEY = "parvis-test-00000000-0000-0000-0000-000000000000-11111111-1111-1111-1111-111111111111"
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
COMMON = {
    "template_id": UUID,
    "personalisation": {"type": "object", "additionalProperties": {"type": "string"}},
    "reference": {"type": "string", "maxLength": 1000},
    "scheduled_for": {"type": "string", "format": "date-time"},
}
SHAPES = {
    "email": {
        "type": "object",
        "required": ["email_address", "template_id"],
        "additionalProperties": False,
        "properties": {
            **COMMON,
            "email_address": {"type": "string", "pattern": "^[^@ ]+@[^@ ]+\\.[^@ ]+$"},
            "email_reply_to_id": UUID,
        },
    },
    "sms": {
        "type": "object",
        "required": ["phone_number", "template_id"],
        "additionalProperties": False,
        "properties": {
            **COMMON,
            "phone_number": {"type": "string", "pattern": "^\\+?[0-9 ()-]{10,20}$"},
            "sms_sender_id": UUID,
        },
    },
}


def errors(status, error, message):
    return status, {"status_code": status, "errors": [{"error": error, "message": message}]}


def post(medium, headers, body, status):
    """The status, the reply, and the request as it was read."""
    request = json.loads(body)
    if headers.get("authorization") != f"ApiKey-v1 {KEY}":
        return *errors(403, "AuthError", "Invalid token: API key not found"), request
    wrong = sorted(jsonschema.Draft202012Validator(SHAPES[medium]).iter_errors(request), key=str)
    if wrong:
        field = ".".join(map(str, wrong[0].path)) or "body"
        return *errors(400, "ValidationError", f"{field} {wrong[0].message}"), request
    replies = {
        400: errors(400, "BadRequestError", "Template has been deleted"),
        429: errors(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 1000 requests per 60 seconds"),
        500: (500, {"result": "error", "message": "Internal server error"}),
    }
    if status == "dead":
        field = "email_address" if medium == "email" else "phone_number"
        return *errors(400, "ValidationError", f"{field} Not a valid address"), request
    if status in replies:
        return *replies[status], request
    found, template = str(uuid.uuid4()), request["template_id"]
    reply = {
        "id": found,
        "reference": request.get("reference"),
        "content": {"body": request.get("personalisation", {}).get("text", "")},
        "uri": f"https://notify.exemple.test/v2/notifications/{found}",
        "template": {"id": template, "version": 1, "uri": f"https://notify.exemple.test/v2/template/{template}"},
        "scheduled_for": None,
    }
    return 201, reply, request
