"""The words that generated articles are made of: invented products and everyday troubles."""

from __future__ import annotations

PRODUCTS = {
    "harbor-mail": ("Harbor Mail", "HM", ("2.0", "2.1", "3.0", "3.2", "4.0")),
    "lumen-sync": ("Lumen Sync", "LS", ("1.8", "1.9", "1.10", "2.0")),
    "quarry-backup": ("Quarry Backup", "QB", ("5.0", "6.0", "7.0")),
    "tern-desk": ("Tern Desk", "TD", ("11", "12", "13", "14")),
    "atlas-print": ("Atlas Print", "AP", ("3.4", "3.5", "4.0")),
    "ferry-tunnel": ("Ferry Tunnel", "FT", ("0.9", "1.0", "1.1", "1.2")),
}

TOPICS = {
    "accounts": ("Accounts and access", ("account", "password", "session", "profile", "token")),
    "exchange": ("Files and exchange", ("shared folder", "file", "calendar", "report", "archive")),
    "setup": (
        "Setup and updates",
        ("licence", "service", "update package", "plug-in", "installer"),
    ),
    "network": ("Network", ("connection", "proxy setting", "certificate", "gateway", "port")),
}

ACTIONS = {
    "open": "opened",
    "save": "saved",
    "update": "updated",
    "remove": "removed",
    "share": "shared",
    "import": "imported",
    "restore": "restored",
    "renew": "renewed",
}

SYMPTOMS = (
    "When you try to {action} the {thing}, {product} stops and shows an error message. The message "
    "comes back as soon as you close it, whatever you select.",
    "The {thing} was in order yesterday. Today it cannot be {done}, and no setting was changed. "
    "Nothing is listed under **{menu}** that would explain it.",
    "The progress bar stays at the same place for several minutes, then the window closes. The log "
    "of {product} holds the message below, with the time at which the window was closed.",
    "Other users of the same office can {action} their {thing} as usual. They use the same release "
    "of {product} and sign in to the same server.",
    "The same happens after a restart of the computer, and in a second window of {product}.",
    "The list in the left pane is empty, although the {thing} is shown in the overview. The "
    "**{button}** button is grey and cannot be selected.",
)

CAUSES = (
    "The {thing} is still locked by an earlier session that did not end in the usual way. This "
    "happens when the computer goes to sleep while {product} writes to the server.",
    "{product} keeps a copy of the {thing}, and that copy is older than the one on the server.",
    "The user has the right to see the {thing}, but not the right to change it. Both rights are "
    "listed under **{menu}**, the first of them for every user.",
    "The address that {product} uses for the {thing} has changed, and the old one is not valid "
    "any more. {product} asks for the new address only once a day.",
    "A rule of the firewall lets the first request pass and holds back the second one.",
)

SOLUTIONS = (
    "Release the {thing}",
    "Clear the local copy",
    "Give the user the right to change the {thing}",
    "Enter the new address",
    "Ask the server for the {thing} again",
    "Repair the settings of {product}",
)

SOLUTION_INTROS = (
    "This takes a few minutes and does not interrupt other users.",
    "You need the rights of an administrator for this.",
    "Try this first, because nothing is lost by it.",
    "Use this when several users have the same trouble at the same time.",
)

STEPS = (
    "Open **Settings** and go to **{menu}**.",
    "Select the {thing} in the list, and then select **{button}**.",
    "In the **{field}** box, enter the name of the {thing}.",
    "Wait until the state of the {thing} changes to **Ready**.",
    "Close every window of {product}.",
    "Clear the **{option}** check box, and then select **{button}**.",
    "Write down the value of **{field}**; you need it again at the end.",
    "Restart the {product} service.",
    "Sign out, and sign in again with the same user name.",
    "Compare the date beside the {thing} with the date on the server.",
    "Point to the name of the {thing}, open its menu, and select **{button}**.",
    "Check that **{option}** is switched on for this user.",
)

EXPLANATIONS = (
    "The label beside the {thing} changes, and the button becomes grey.",
    "This can take up to a minute on a slow connection. Leave the window open in the meantime.",
    "If {product} asks for confirmation, read the message and agree to it.",
    "Nothing else is changed by this, so you can take it back at any time.",
    "The pane shows the {thing} together with its owner and the day of its last change.",
)

BULLETS = (
    "In the window version, the entry is in the **{menu}** menu.",
    "In the browser version, the entry is behind the **{button}** button.",
    "For a single user, select only the row of that user.",
    "For the whole office, select the first row and then all others.",
    "On a tablet, keep a finger on the {thing} until its menu opens.",
)

NOTES = (
    "The {thing} is not available to other users while you do this.",
    "Changes become visible to other users after they sign in again.",
    "Keep a copy of the old value before you change it.",
    "{product} writes every one of these changes to its log.",
)

FACTS = (
    "{product} keeps its log for thirty days. Older entries are removed every night, and the room "
    "that they took is free the next morning.",
    "The {thing} is checked whenever a user signs in, and once more when the day changes. A check "
    "takes less than a second and is not shown to the user.",
    "An administrator can see the last ten changes of the {thing} in the overview. Each of them "
    "names the user, the time and the value before the change.",
    "The limit for one {thing} is set by the server and is the same for all users. It can be made "
    "higher under **{menu}**, but it is never removed altogether.",
    "Before the {thing} is {done}, {product} asks the server whether it may do so. The answer is "
    "kept for an hour, so a right that was just given may be noticed late.",
    "The message is the same in the window version and in the browser version. Only the window "
    "version writes it to the log, together with the value of **{field}**.",
    "If **{option}** is switched off, {product} does not keep the {thing} on the computer. Every "
    "change then goes to the server at once, which takes longer on a slow connection.",
)

CHECKS = (
    "Sign in as the user who had the trouble.",
    "Try once more to {action} the {thing}.",
    "Look at the log of {product}: the error is not in it any more.",
)

COMMANDS = (
    "{tool} status --object {slug}",
    "{tool} release --object {slug} --wait 30",
    "{tool} restart --service {slug}",
    "{tool} export --object {slug} --to backup.json\n{tool} clear --object {slug}",
    "{tool} log --since yesterday | grep {code}",
)

MENUS = ("General", "Accounts", "Connections", "Updates", "Storage", "Notifications")
BUTTONS = ("Apply", "Release", "Repair", "Refresh", "Add", "Replace", "Continue")
FIELDS = ("Name", "Server address", "Owner", "Time limit", "Location")
OPTIONS = ("Keep a local copy", "Use the proxy", "Remember this user", "Check for updates")
STATES = (
    ("Ready", "The {thing} can be used."),
    ("Locked", "Another session holds the {thing}."),
    ("Expired", "The {thing} must be renewed."),
    ("Unknown", "The server did not answer."),
)
ALT_TEXTS = (
    "The {menu} page with the {thing} selected",
    "The {button} button below the list",
    "The message that {product} shows",
    "The {field} box, filled in",
)
