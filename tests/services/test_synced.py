"""Which folders are kept in step with other computers, on three systems."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from portfolio_app.services import synced
from portfolio_app.services.synced import NETWORK, Around, service_of

NOWHERE = Around({}, [("/", "ext4")], lambda _: ())


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\anna\OneDrive\Documenten\Leerlijn", "OneDrive"),
        (r"C:\Users\anna\OneDrive - Stichting Scholen\Leerlijn", "OneDrive"),
        (r"C:\Users\anna\Dropbox\Leerlijn", "Dropbox"),
        (r"C:\Users\anna\Dropbox (Persoonlijk)\Leerlijn", "Dropbox"),
        (r"G:\Mijn Drive\Leerlijn", "Google Drive"),
        (r"G:\My Drive\Leerlijn", "Google Drive"),
        (r"C:\Users\anna\Google Drive\Leerlijn", "Google Drive"),
        (r"C:\Users\anna\iCloudDrive\Leerlijn", "iCloud Drive"),
        (r"C:\Users\anna\Nextcloud\Leerlijn", "Nextcloud"),
        (r"C:\Users\anna\SURFdrive\Leerlijn", "SURFdrive"),
        (r"P:\pCloud Drive\Leerlijn", "pCloud"),
        (r"\\school-server\anna$\Leerlijn", NETWORK),
        (r"\\?\UNC\school-server\anna\Leerlijn", NETWORK),
        (r"C:\Users\anna\AppData\Local\Leerlijn", None),
        (r"\\?\C:\Users\anna\Leerlijn", None),
        (r"D:\Documenten\Box\Leerlijn", None),
        (r"C:\Users\anna\Documents\Mijn OneDrive-tips", None),
    ],
)
def test_windows(path: str, service: str | None) -> None:
    assert service_of(PureWindowsPath(path), NOWHERE) == service


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/Leerlijn", "iCloud Drive"),
        ("/Users/anna/Library/CloudStorage/OneDrive-SchoolX/Leerlijn", "OneDrive"),
        ("/Users/anna/Library/CloudStorage/GoogleDrive-anna@voorbeeld.nl/My Drive/Leerlijn", "Google Drive"),
        ("/Users/anna/Library/CloudStorage/Dropbox/Leerlijn", "Dropbox"),
        ("/Users/anna/Library/CloudStorage/Box-Box/Leerlijn", "Box"),
        ("/Users/anna/Library/Application Support/Leerlijn", None),
        ("/home/anna/Nextcloud/Leerlijn", "Nextcloud"),
        ("/home/anna/Nextcloud2/Leerlijn", "Nextcloud"),
        ("/home/anna/ownCloud/Leerlijn", "ownCloud"),
        ("/run/user/1000/gvfs/smb-share:server=school,share=anna/Leerlijn", NETWORK),
        ("/home/anna/.local/share/leerlijn", None),
        ("/home/anna/dropboxen/Leerlijn", None),
    ],
)
def test_mac_and_linux(path: str, service: str | None) -> None:
    assert service_of(PurePosixPath(path), NOWHERE) == service


@pytest.mark.parametrize(
    ("kind", "service"),
    [("nfs4", NETWORK), ("cifs", NETWORK), ("smbfs", NETWORK), ("fuse.sshfs", NETWORK), ("fuse.rclone", NETWORK),
     ("fuse.onedriver", "OneDrive"), ("ext4", None), ("apfs", None), ("btrfs", None), ("fuseblk", None)],
)  # fmt: skip
def test_the_disk_that_is_nearest_counts(kind: str, service: str | None) -> None:
    around = Around({}, [("/", "ext4"), ("/mnt/school", kind), ("/mnt/school2", "nfs")], lambda _: ())
    assert service_of(PurePosixPath("/mnt/school/anna/Leerlijn"), around) == service
    assert service_of(PurePosixPath("/home/anna/Leerlijn"), around) is None


def test_a_local_disk_inside_another_computers_is_local() -> None:
    around = Around({}, [("/", "nfs"), ("/home", "ext4")], lambda _: ())
    assert service_of(PurePosixPath("/home/anna"), around) is None
    assert service_of(PurePosixPath("/opt/anna"), around) == NETWORK


def test_the_computers_own_names_for_it_count() -> None:
    around = Around({"OneDriveCommercial": r"D:\Wolk"}, [], lambda _: ())
    assert service_of(PureWindowsPath(r"d:\wolk\Leerlijn"), around) == "OneDrive"
    assert service_of(PureWindowsPath(r"D:\Wolken\Leerlijn"), around) is None
    mapped = Around({}, [], lambda _: (), lambda folder: folder.drive == "H:")
    assert service_of(PureWindowsPath(r"H:\Leerlijn"), mapped) == NETWORK
    assert service_of(PureWindowsPath(r"C:\Leerlijn"), mapped) is None


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".dropbox.cache", "Dropbox"), (".dropbox", None),
     (".sync_1f2e3d4c5b6a.db", "Nextcloud"), ("._sync_1f2e3d4c5b6a.db", "Nextcloud"),
     (".tmp.drivedownload", "Google Drive"), (".stfolder", "Syncthing"), (".dropbox-dist", None), (".git", None),
     (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive")],
)  # fmt: skip
def test_a_service_leaves_its_mark_above(tmp_path: Path, marker: str, service: str | None) -> None:
    home = tmp_path / "wolk" / "Leerlijn"
    home.mkdir(parents=True)
    (tmp_path / "wolk" / marker).touch()
    assert synced.here(home) == service


def test_a_link_into_such_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "Leerlijn").mkdir(parents=True)
    (tmp_path / "hier").symlink_to(tmp_path / "Dropbox" / "Leerlijn", target_is_directory=True)
    assert synced.here(tmp_path / "hier") == "Dropbox"


def test_what_the_systems_tell_of_their_disks_is_read() -> None:
    told = "//school/anna /mnt/mijn\\040school cifs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n"
    assert synced.read_mounts(told) == [("/mnt/mijn school", "cifs"), ("/", "ext4")]
    told = "//anna@school/map on /Volumes/mijn map (smbfs, nodev)\n/dev/disk1 on / (apfs, local)\n"
    assert synced.read_mac_mounts(told) == [("/Volumes/mijn map", "smbfs"), ("/", "apfs")]
