namespace Minima.Cli.Tests.Compare;

/// <summary>Gives some bytes and then fails, as a disk does that is taken away.</summary>
internal sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
{
    // A stream derived from MemoryStream comes here from its other Read too.
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Position == Length) throw new IOException("the device went away.");
        return base.Read(buffer, offset, count);
    }
}
