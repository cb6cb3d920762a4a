#!/bin/sh
# A machine to throw away: this one's files beneath a layer in memory, systemd as its first process, a network of its own.
# machine.sh FOLDER, in new namespaces (see check_package.py); FOLDER/root becomes its root.
set -e
root="$1/root"
layer="$1/layer"
mkdir -p "$root" "$layer"
mount --make-rprivate /
mount -t tmpfs -o size=2g tmpfs "$layer"
mkdir "$layer/upper" "$layer/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
# Read-only, as systemd asks of containers: it leaves this machine's devices and settings alone then.
mount --rbind /sys "$root/sys"
mount -o remount,bind,ro "$root/sys"
mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
mkdir -p "$root/sys/fs/cgroup/systemd" "$root/sys/fs/cgroup/unified"
# Where the host has one hierarchy only, that one; else the two that systemd keeps beside others.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
    mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified" 2>/dev/null || true
fi
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    : > "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for stream in stdin stdout stderr; do ln -s "/proc/self/$stream" "$root/dev/$stream"; done
# What the package must not need.
toolchain=$(command -v swift 2>/dev/null && readlink -f "$(command -v swift)" || true)
case "$toolchain" in
    */opt/*) mount -t tmpfs tmpfs "$root/opt" ;;
esac
ip link set lo up 2>/dev/null || true
: > "$root/etc/machine-id"
# Nothing of this machine is mounted there, and there is no network to wait for.
: > "$root/etc/fstab"
for unit in systemd-networkd-wait-online NetworkManager-wait-online; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit.service"
done
# In images of containers this keeps packages from starting and stopping services.
rm -f "$root/usr/sbin/policy-rc.d"
cp "$1"/*.deb "$root/root/"
# Not chroot: in one, units with a user namespace of their own do not start.
cd "$root"
mkdir -p before
pivot_root . before
exec env -i container=cairn PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c '
    umount -l /before
    exec /lib/systemd/systemd --system --unit=basic.target'
