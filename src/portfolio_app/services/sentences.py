"""One sentence for every expected error: what happened, that nothing was lost, what to do next."""

from __future__ import annotations

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.signing_sentences import SIGNING

SENTENCES: dict[str, str] = {
    **SIGNING,
    "backup-other-key": N_(
        "This backup was locked with earlier keys, so it can't help here. Nothing was changed; choose a newer one, or put it back in a new folder with the passphrase of then."
    ),
    "backup-other-portfolio": N_(
        "This backup is of another portfolio. Nothing was changed; choose one of this portfolio, or none."
    ),
    "backup-place-full": N_(
        "There is not enough room for the backup in that place. Your portfolio and the backups that are there are intact; make some room or choose another place."
    ),
    "backup-place-gone": N_(
        "The place for the backup is not there any more: perhaps the stick was pulled out. Your portfolio and the backups that are there are intact; put it back and try again."
    ),
    "backup-too-large-there": N_(
        "The backup is larger than a file may be on that disk; many sticks take at most 4 GB. Nothing was lost; choose another place, or let the stick be formatted as exFAT."
    ),
    "backup-unverified": N_(
        "The backup did not read back as it was written, so it was thrown away. Your portfolio and older backups are intact; try again, with another disk or stick if it happens once more."
    ),
    "book-empty": N_("No week is left in it. Nothing was written; leave at least one in."),
    "bundle-damaged": N_(
        "This backup is damaged: something in it is not as it was written. Your portfolio was not touched; choose another backup."
    ),
    "bundle-foreign": N_(
        "This file is not a backup of Leerlijn. Nothing was changed; choose a file that ends in .leerlijn."
    ),
    "bundle-forged": N_(
        "This backup was changed after it was made, or put together from two. Your portfolio was not touched; choose another backup."
    ),
    "bundle-missing": N_(
        "This backup is not there any more. Your portfolio was not touched; choose another backup, or put the stick back."
    ),
    "bundle-needs-key": N_(
        "This backup was locked with another key. Nothing was changed; give the passphrase or the recovery code of the time when it was made."
    ),
    "bundle-newer": N_(
        "This backup was made by a newer version of Leerlijn. Nothing was changed; install that version to open it."
    ),
    "card-broken": N_(
        "Something in this activity card is not as it should be: {problem}. Nothing was taken over; ask whoever made it for a new one."
    ),
    "card-foreign": N_(
        "This file is not an activity card. Nothing was taken over; ask whoever sent it for the card itself."
    ),
    "card-newer": N_(
        "This activity card was made with a newer version of Leerlijn. Nothing was taken over; install that version to open it."
    ),
    "card-too-large": N_(
        "This file is larger than an activity card can be. Nothing was taken over; ask whoever made it for a new one."
    ),
    "card-unreadable": N_(
        "This activity card can't be read. Nothing was changed; save it once more and open it again."
    ),
    "check-empty": N_(
        "Nothing is filled in yet. Nothing was lost; choose a word with one statement, or write an example."
    ),
    "closing": N_("Leerlijn is closing. What was saved is safe; open it again to go on."),
    "content-broken": N_(
        "The content file {file} is left out: {problem} (“{key}”, line {line}). Nothing was lost and everything else works. Correct that line and open Leerlijn again."
    ),
    "content-missing": N_(
        "The set {id} (version {version}) is not among the content files. What you wrote with it is kept. Put its file back to see its questions and rules again."
    ),
    "content-unreadable": N_(
        "The content file {file} can't be read. Nothing was lost and everything else works. Check whether you may open that file."
    ),
    "database-busy": N_("Leerlijn is still busy saving something else. Nothing was lost; try again in a moment."),
    "database-damaged": N_(
        "The file with your portfolio is damaged. Nothing was changed in it. Have it repaired from what is whole and from your backups."
    ),
    "database-disk-trouble": N_(
        "The disk did not do what was asked. What was saved before is intact; check the disk and try again."
    ),
    "database-empty": N_(
        "The file of your portfolio is empty: a copy was probably broken off. Nothing was changed; have it repaired from your backups."
    ),
    "database-exists": N_(
        "There is already a portfolio in this folder. It was left as it is; open it, or choose another folder."
    ),
    "database-foreign": N_(
        "This file does not belong to Leerlijn. It was left as it is; choose the folder of your portfolio."
    ),
    "database-missing": N_(
        "There is no portfolio in this folder. Nothing was changed; choose another folder or make a new portfolio."
    ),
    "database-newer": N_(
        "This portfolio was last used with a newer version of Leerlijn. Nothing was changed; install that version to open it."
    ),
    "database-no-permission": N_(
        "Leerlijn may not read or write in the folder of your portfolio. Nothing was changed; ask for permission or choose another folder."
    ),
    "database-older": N_(
        "This portfolio comes from an older version and can't be opened for reading only. Nothing was changed; open it in a folder where Leerlijn may write."
    ),
    "database-other-portfolio": N_(
        "The database and the key file in this folder belong to two different portfolios. Nothing was changed; put back the files that belong together."
    ),
    "database-unsettled": N_(
        "What was saved last stands in a file beside the database, and Leerlijn may not write in this folder to put it in its place. Nothing was lost; copy the whole folder to one of your own and open it there."
    ),
    "database-wrong-key": N_(
        "This key does not fit the database. Nothing was changed; put back the key file that belongs to it."
    ),
    "dates-reversed": N_("The last day lies before the first. Nothing was saved yet; change one of the two."),
    "disk-full": N_("The disk is full. What was saved before is intact; make some room and save again."),
    "empty-record": N_("A few words of title are enough. Nothing was saved yet; write them and save again."),
    "empty-text": N_("There are no words in it yet. Nothing was lost; write a few and save again."),
    "evidence-changed": N_(
        "A piece of evidence is not what it was when you added it. Nothing was written; run the check to see which one."
    ),
    "covering-failed": N_(
        "What you covered in this picture can't be covered in a copy of it. Nothing was handed over: your picture would "
        "be seen whole. Leave it out, or choose a copy of it as a JPEG or PNG."
    ),
    "evidence-damaged": N_(
        "This piece of evidence is damaged in the vault. Everything else is intact; add the same file again to mend it."
    ),
    "evidence-lost": N_(
        "This piece of evidence is no longer in the vault. Everything else is intact; add the same file again."
    ),
    "evidence-missing": N_(
        "A piece of evidence could not be put in. Nothing was written; run the check to see which one."
    ),
    "evidence-newer": N_(
        "This piece of evidence was stored by a newer version of Leerlijn. Nothing was lost; install that version to open it."
    ),
    "evidence-no-permission": N_(
        "Leerlijn may not read this file. Nothing was changed; copy it to a folder of your own and add it from there."
    ),
    "evidence-not-a-file": N_(
        "This is not a file that can be added. Nothing was changed; choose a file and not a folder."
    ),
    "evidence-not-shown": N_(
        "This file can't be shown here: it is damaged, behind a password, or made in an unusual way. It is safe in the vault as it came in; open it in another program."
    ),
    "evidence-out-of-reach": N_(
        "This piece of evidence is in the vault, but this computer does not let Leerlijn read it. Nothing was changed; look at the rights of its file, or add the same file again."
    ),
    "evidence-reading-stopped": N_(
        "Reading this file took more time or memory than it may. The file itself is intact; you just can't search in it or see a picture of it."
    ),
    "evidence-too-large": N_("This file is too large to show. It is safe in the vault; save a copy to look at it."),
    "evidence-unreadable": N_(
        "There is no text to be read in this file. It is safe in the vault; only the search can't look inside."
    ),
    "evidence-vanished": N_(
        "The file went away or changed while it was copied. Nothing was stored; add it again once it is there."
    ),
    "folder-is-a-file": N_("There is a file where a folder is needed. It was left as it is; choose another folder."),
    "folder-missing": N_("The folder to write in does not exist. Nothing was written; choose another folder."),
    "folder-not-empty": N_(
        "There is something in this folder already. It was left as it is; choose an empty or a new folder."
    ),
    "help-missing": N_(
        "This text is missing from this copy of the program. Nothing of yours was touched; install Leerlijn again to have it back."
    ),
    "hours-doubled": N_(
        "You split more minutes ({minutes}) than this activity has ({available}). Nothing was saved yet. Take some away in one of the categories."
    ),
    "hours-negative": N_("Minutes can't be less than zero. Nothing was saved yet. Change that number."),
    "inbox-too-wide": N_(
        "Everything you have lies in this folder. Nothing was taken in; choose or make a folder just for your inbox."
    ),
    "inside-portfolio": N_(
        "This place lies in the folder of the portfolio itself. Nothing was written; choose another folder."
    ),
    "inside-too-large": N_(
        "Everything inside would make the document {megabytes} MB larger, more than most programs can open. Nothing was made; choose that large files lie beside it."
    ),
    "job-size": N_(
        "The size of a job lies between {least} and {most} percent of full time. Nothing was saved yet; change that number."
    ),
    "key-name-missing": N_("There is no name for this key yet. Nothing was remembered; say whose key it is."),
    "key-name-taken": N_(
        "Another key is remembered under that name already. Nothing was changed; ask which of the two is right, and forget the other first, or choose another name."
    ),
    "key-not-remembered": N_(
        "This file is not one to know a key by, for something is wrong with it or its key. Nothing was remembered; read what was found by verifying it once more without that."
    ),
    "key-unknown": N_("No key with that fingerprint is remembered on this computer. Nothing was changed."),
    "keyfile-damaged": N_(
        "Both copies of the key file are damaged. Your portfolio was not touched; put back keys.json from a backup."
    ),
    "keyfile-exists": N_(
        "There is already a key file in this folder. It was left as it is; open that portfolio or choose another folder."
    ),
    "keyfile-missing": N_(
        "The key file of this portfolio is missing. The portfolio itself was not touched; put back keys.json from a backup."
    ),
    "keyfile-mixed": N_(
        "In this folder keys.json and keys-copy.json belong to two different portfolios. Nothing was changed; move the one that was put there elsewhere, or put back keys.json from a backup over both."
    ),
    "keyfile-newer": N_(
        "The key file was written by a newer version of Leerlijn. Nothing was changed; install that version to open it."
    ),
    "keyring-locked": N_(
        "The keyring of this computer is locked. Nothing was lost; unlock it, or open your portfolio with the passphrase."
    ),
    "keyring-lost": N_(
        "The keyring of this computer no longer knows this portfolio. Nothing was lost; open it with the passphrase or the recovery code."
    ),
    "keyring-missing": N_(
        "This computer has no keyring that can be used. Nothing was lost; open your portfolio with the passphrase."
    ),
    "keyring-not-on-school-computer": N_(
        "On a school's computer the keyring is not used, because an administrator can open it. Nothing was changed; use your passphrase."
    ),
    "known-keys-unreadable": N_(
        "The list of remembered keys can't be read, so nothing was written to it. Put the file known-keys.json, which lies beside the settings of this computer, aside and try again."
    ),
    "last-slot": N_(
        "This is the last way in besides the keyring. It was kept; set a passphrase or make a recovery code first."
    ),
    "letter-opens-early": N_(
        "A letter opens after the day on which it was written. Nothing was lost; choose a later day."
    ),
    "memory-short": N_(
        "There is too little memory free to check the passphrase ({mebibytes} MB are needed). Nothing was lost; close some programs and try again."
    ),
    "metadata-stays": N_(
        "What camera or word processor wrote in this file, such as place and name, could not be taken out. The file itself is intact; leave it out, or hand it over as it is."
    ),
    "merge-newer": N_(
        "Something in this file was written by a newer version of Leerlijn. Nothing was changed; bring this computer up to that version first."
    ),
    "merge-other-portfolio": N_(
        "This file belongs to another portfolio. Nothing was changed; choose a file that was made from this portfolio on the other computer."
    ),
    "migration-failed": N_(
        "Your portfolio could not be brought to this version of Leerlijn. It was left as it was; use the older version and report this."
    ),
    "vented": N_(
        "This was written to let off steam and stays with you: it goes on no card. Nothing was changed; bring something else, or take that mark off first."
    ),
    "name-missing": N_("There is no name to look for yet. Nothing was changed; type one of two letters or more."),
    "nothing-to-salvage": N_(
        "Nothing can be read in the damaged file and there is no backup on this computer. Nothing was changed; look for a backup on a stick or in a synced folder and repair with that."
    ),
    "no-certificate": N_(
        "There is no certificate in this file. Nothing was remembered; ask for a file that ends in .cer, .crt or .pem."
    ),
    "no-passphrase-yet": N_(
        "Choose a passphrase or make a recovery code first: without one nobody could open what you write if this computer breaks. Nothing was lost; your text is still there."
    ),
    "no-permission": N_("Leerlijn may not write here. Nothing was changed; choose a folder of your own."),
    "no-screen": N_(
        "There is no screen to open a window on. These commands work without one: demo, new, export, certificate, verify, check, backup, restore."
    ),
    "nothing-selected": N_("Nothing is chosen yet. Nothing was changed; choose something first."),
    "outside-in-use": N_(
        "Another program still holds the copy of this file. Nothing was lost; close it there and try again."
    ),
    "outside-runs": N_(
        "This file is a program: opening it would start it, so Leerlijn does not. It is safe in the vault; save a copy if you know what it is."
    ),
    "passphrase-file-unreadable": N_(
        "The file with the passphrase can't be read. Nothing was changed; check its place and permissions."
    ),
    "passphrase-missing": N_(
        "A passphrase is needed to open this portfolio. Nothing was changed; give it with --passphrase-file."
    ),
    "passphrase-needed": N_("On a school's computer a passphrase is needed. Nothing was made yet; choose one."),
    "passphrase-too-short": N_(
        "A passphrase has at least {least} characters; a short sentence is easy to remember. Nothing was changed; choose a longer one."
    ),
    "passphrases-differ": N_("The two passphrases are not the same. Nothing was made yet; try again."),
    "pattern-no-new-wording": N_("Write the sharpened sentence first; the old one is kept."),
    "picture-too-large": N_("This picture is too large to show. It is safe in the vault; save a copy to look at it."),
    "place-taken": N_(
        "Another one stands in its place meanwhile, and of this there can only be one. Nothing was lost; "
        "put that one in the trash first, then this one can come back."
    ),
    "portfolio-exists": N_(
        "There is already a portfolio in this folder. It was left as it is; open it or choose another folder."
    ),
    "portfolio-in-use": N_("This portfolio is already open on {host}. Nothing was changed; close it there first."),
    "portfolio-left-open": N_(
        "This portfolio was left open on {host}. Nothing was changed; close it there first, or add --take-over when you know that it is closed."
    ),
    "portfolio-missing": N_(
        "There is no portfolio in this folder. Nothing was changed; choose another folder or make a new portfolio."
    ),
    "portfolio-not-a-file": N_(
        "In the folder of your portfolio {name} is not a file but something else, such as a folder. Nothing was changed; move it elsewhere, and put the file back from a backup if you have one."
    ),
    "privacy-blocked": N_(
        "Something in it must not go out: a number of a person, an account number, a date of birth or a name from your class list. Nothing was written and nothing was lost; see in the privacy check where it stands, and change it there."
    ),
    "privacy-never-fine": N_(
        "This never goes out, whatever anybody says about it. Nothing was changed; take it out of the text where it stands."
    ),
    "privacy-unseen": N_(
        "There is something in it that you have not looked at yet, such as a name. Nothing was written and nothing was lost; look through the privacy check, and say there that it may go along."
    ),
    "read-only": N_(
        "This portfolio is open for reading only. Nothing was lost; open it in a folder where Leerlijn may write to change it."
    ),
    "record-missing": N_("This item is no longer there. It may lie in the trash."),
    "record-newer": N_(
        "This was written by a newer version of Leerlijn. Install that version to open it; nothing was changed."
    ),
    "record-unreadable": N_(
        "One item can't be read. Everything else is intact; run the check to see what can be saved."
    ),
    "repair-failed": N_(
        "What was put together is not whole, so nothing was changed. Repair with another backup, and keep this folder."
    ),
    "repeats-many": N_(
        "That would be more than {most} times. Nothing was made yet; choose an earlier last day, or a slower rhythm."
    ),
    "repeats-none": N_("No day is ticked, so nothing was made. Tick a day, or choose a later last day."),
    "rotation-under-way": N_(
        "Your portfolio is still being written anew under the keys you made before. Nothing was changed; let that end first."
    ),
    "scheme-joined": N_("You take part in this scheme already. Nothing was changed; you find it with your hours."),
    "score-outside": N_(
        "A number by these scales lies between {least} and {most}. Nothing was lost; write what the observer noted, or leave it empty."
    ),
    "selection-missing": N_(
        "There is no selection of your own with this name. Nothing was made; look on the page Portfolio what yours are called."
    ),
    "selection-name-taken": N_(
        "Another selection of yours has this name already. Nothing was changed; choose another name."
    ),
    "selection-twice": N_(
        "Two selections of yours have this name. Nothing was made; give one of them another name on the page Portfolio."
    ),
    "selection-unnamed": N_("It has no name yet. Nothing was changed; type one, such as the name of the school."),
    "stand-in-taken": N_("That already stands for somebody else. Nothing was changed; choose another one."),
    "table-empty": N_(
        "There are no answers in this file. Nothing was taken over; choose the file with the answers, with the questions on its first line."
    ),
    "table-foreign": N_(
        "This file is not a table with answers. Nothing was taken over; save the answers as CSV and choose that file."
    ),
    "table-too-large": N_(
        "This file is too large for a table with answers. Nothing was taken over; save only the answers of this survey as CSV."
    ),
    "table-too-long": N_(
        "There are more than {most} rows in this file. Nothing was taken over; save only the answers of this survey as CSV."
    ),
    "table-unreadable": N_("This file can't be read. Nothing was changed; save it once more and choose it again."),
    "undo-conflict": N_(
        "This step can't be undone, because the item was changed elsewhere since. Nothing was changed; its earlier versions are in its history."
    ),
    "version-other": N_(
        "There is another file in this piece of evidence meanwhile. Nothing was changed; look at it once more, and lay "
        "the boxes over that one."
    ),
    "version-same": N_("This is the very same file. Nothing was changed; choose the newer one."),
    "week-empty": N_(
        "There is not a word in this week yet. Nothing was lost; write one line, or choose not to write this week."
    ),
    "week-exists": N_(
        "This week was written in another window meanwhile. Both texts are kept; open the week again to see the other one."
    ),
    "worker-stopped": N_(
        "The work broke off half-way. Nothing was changed; try again, with fewer or smaller files if it happens once more."
    ),
    "write-failed": N_(
        "The file could not be written. What was there before is intact; choose another place and try again."
    ),
    "wrong-passphrase": N_("This is not the passphrase. Nothing was lost; try again, or use the recovery code."),
    "wrong-recovery-code": N_(
        "This is not the recovery code. Nothing was lost; compare it with the printed one, character by character."
    ),
}

PROBLEMS: dict[str, str] = {
    "bad-date": N_("this is not a date (write it as 2026-08-01)"),
    "duplicate-id": N_("this is there twice"),
    "empty-text": N_("this text is empty"),
    "form-count": N_("this form has room for another number of questions"),
    "form-words": N_("the questions of this form are answered in words, not by a scale or in a grid"),
    "missing-key": N_("this is missing"),
    "not-the-file-name": N_("this differs from the name of the file"),
    "not-utf-8": N_("the file is not UTF-8 text"),
    "out-of-range": N_("this number is too small or too large"),
    "phrase-broken": N_("this phrase can't be read; write it in lower case, as the phrases that are shipped"),
    "phrase-too-wide": N_("this phrase leaves too much open"),
    "syntax": N_("this is not written as TOML"),
    "too-deep": N_("too many lists or tables stand within each other"),
    "too-large": N_("the file is larger than 200 kB"),
    "unknown-key": N_("this key is not known; is it a typing error?"),
    "unknown-value": N_("this value is not known; is it a typing error?"),
    "wrong-type": N_("this is another kind of value than expected"),
}
"""What can be wrong in a content file; fills in ``problem`` of ``content-broken``."""

CARD_PROBLEMS: dict[str, str] = {
    "card-competences": N_("its competences"),
    "card-day": N_("its days"),
    "card-hours": N_("its hours"),
    "card-kind": N_("the kind of activity"),
    "card-more": N_("it holds something that does not belong in a card"),
    "card-text": N_("one of its texts is too long"),
    "card-title": N_("its title is missing or too long"),
}
"""What can be wrong in an activity card; fills in ``problem`` of ``card-broken``."""


def explain(error: UserError, t: Translator) -> str:
    """Return the sentence for an expected error in the reader's language."""
    sentence, problems = SENTENCES.get(error.code), {**PROBLEMS, **CARD_PROBLEMS}
    facts = {
        name: t(problems[str(fact)]) if name == "problem" and fact in problems else fact
        for name, fact in error.facts.items()
    }
    said = t(sentence, **facts) if sentence else t("Something unexpected happened ({code}).", code=error.code)
    return f"{said} {t('It is about {name}.', name=error.about)}" if error.about else said
