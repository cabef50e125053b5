"""Requests as Twilio's documents show them (incoming message, status callback), with numbers and texts changed."""

INBOUND = {
    "ToCountry": "IR", "ToState": "", "SmsMessageSid": "MM0123456789abcdef0123456789abcdef", "NumMedia": "1",
    "ToCity": "", "FromZip": "", "SmsSid": "MM0123456789abcdef0123456789abcdef", "FromState": "",
    "SmsStatus": "received",
    "FromCity": "", "Body": "سلام، وقت دارید؟", "FromCountry": "IR", "To": "+982100000", "OptOutType": "STOP",
    "MediaUrl0": "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0",
    "MediaContentType0": "image/jpeg",
    "ToZip": "", "NumSegments": "1", "MessageSid": "MM0123456789abcdef0123456789abcdef",
    "AccountSid": "AC00000000000000000000000000000000", "From": "+989121234567", "ApiVersion": "2010-04-01",
}  # fmt: skip
STATUS = {
    "SmsSid": "SM0123456789abcdef0123456789abcdef", "SmsStatus": "undelivered", "MessageStatus": "undelivered",
    "To": "+989121234567", "MessageSid": "SM0123456789abcdef0123456789abcdef", "ErrorCode": "30007",
    "AccountSid": "AC00000000000000000000000000000000", "From": "+982100000", "ApiVersion": "2010-04-01",
}  # fmt: skip
