using System.Security.Cryptography;
using System.Text.Json;

namespace Minima.Training.Checkpoints;

/// <summary>Length and checksum of the tensor file of a JSON file, to verify that both are of the same save.</summary>
internal readonly record struct TensorSeal(long Bytes, string Sha256)
{
    private const int Buffer = 1 << 18;

    /// <summary>Writes the tensors, completely or not at all.</summary>
    /// <exception cref="CheckpointException">A name is refused, or the file cannot be written.</exception>
    public static TensorSeal Write(FileSystem disk, string path, IReadOnlyList<NamedTensor> tensors, string format)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        AtomicFile.Write(disk, path, stream =>
        {
            using var hashing = new HashingStream(stream, hash);
            SafeTensorsWriter.Write(hashing, tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = format });
            bytes = hashing.Position;
        });
        return new(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Reads a result of <see cref="Write(Utf8JsonWriter)"/>.</summary>
    public static TensorSeal Read(JsonFields content)
    {
        var fields = content.Fields("tensors");
        return new(fields.WholeNumber("bytes"), fields.Text("sha256"));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("tensors");
        json.WriteNumber("bytes", Bytes);
        json.WriteString("sha256", Sha256);
        json.WriteEndObject();
    }

    /// <summary>Opens a file after checking that it is identical to the sealed one.</summary>
    /// <exception cref="CheckpointException">The file is missing, of another length or checksum, or not a complete safetensors file.</exception>
    public SafeTensorsReader Open(string path)
    {
        var name = Path.GetFileName(path);
        var stream = FileSystem.OpenToRead(path);
        try
        {
            if (stream.Length != Bytes) throw new CheckpointException($"{name}: it has {stream.Length} bytes, and the JSON file next to it names {Bytes}. It was cut off, or belongs to another save. Take an earlier checkpoint or another copy of both files.");
            if (HashOf(stream, name) != Sha256) throw new CheckpointException($"{name}: it does not have the checksum that the JSON file next to it names. It was damaged, or belongs to another save. Take an earlier checkpoint or another copy of both files.");
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        return new SafeTensorsReader(stream, name);
    }

    private static string HashOf(FileStream stream, string name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Buffer];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;) hash.AppendData(buffer.AsSpan(0, read));
        }
        catch (IOException problem)
        {
            throw new CheckpointException($"{name}: reading failed ({problem.Message.TrimEnd('.')}). Its disk may be failing: take an earlier checkpoint or another copy.", problem);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Forwards bytes and adds them to a checksum.</summary>
    private sealed class HashingStream(Stream inner, IncrementalHash hash) : Stream
    {
        private long _written;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _written;

        public override long Position
        {
            get => _written;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            hash.AppendData(buffer);
            _written += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
