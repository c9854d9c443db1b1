using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>A disk that does what it is asked until its steps are used up: every call is a step, and so is every byte written.</summary>
/// <param name="steps">How many it does.</param>
/// <param name="kills">After them the process is dead, and nothing it would still do happens; otherwise the disk is full, and everything but removing fails.</param>
internal sealed class FaultyDisk(int steps, bool kills) : FileSystem
{
    private int _left = steps;

    /// <summary>How many steps were done.</summary>
    public int Done { get; private set; }

    public override Stream Create(string path)
    {
        Step();
        return new FaultyStream(this, File.Create(path, 1));
    }

    // The bytes are in the file as soon as they are written; what a power cut would take is not the subject here.
    public override void FlushToDisk(Stream stream) => Step();

    public override void Move(string from, string to)
    {
        Step();
        base.Move(from, to);
    }

    public override void Delete(string path)
    {
        if (kills) Step();
        base.Delete(path);
    }

    public override void FlushFolder(string folder)
    {
        if (kills) Step();
    }

    private void Step()
    {
        if (_left == 0) throw Fault();
        _left--;
        Done++;
    }

    private Exception Fault() => kills ? new KilledException() : new IOException("No space left on device");

    private sealed class FaultyStream(FaultyDisk disk, FileStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = Math.Min(buffer.Length, disk._left);
            inner.Write(buffer[..fits]);
            disk._left -= fits;
            disk.Done += fits;
            if (fits < buffer.Length) throw disk.Fault();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>Thrown where a process would be gone: nothing catches it.</summary>
internal sealed class KilledException : Exception;
