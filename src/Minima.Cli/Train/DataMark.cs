using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Minima.Sql;
using Minima.Tabular;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>Detects changed data: their length, and a checksum of the beginning and end of each file.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Bytes">The length in bytes; for a folder, of all its files together.</param>
/// <param name="Sha256">The checksum of the first and the last 64 KB of each file.</param>
internal sealed record DataMark(string Path, long Bytes, string Sha256)
{
    private const int Piece = 64 << 10;

    /// <exception cref="DataException">The file cannot be read.</exception>
    public static DataMark Of(string path)
    {
        try
        {
            var bytes = 0L;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in CsvFile.Files(path))
            {
                using var stream = CsvFile.Open(file);
                Add(stream, hash, 0, Math.Min(Piece, stream.Length));
                Add(stream, hash, Math.Max(0, stream.Length - Piece), Math.Min(Piece, stream.Length));
                bytes += stream.Length;
            }

            return new(System.IO.Path.GetFullPath(path), bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (IOException problem)
        {
            throw new DataException($"{CsvFile.NameOf(path)}: reading failed ({problem.Message.TrimEnd('.')}); the file must be readable to its end. Check that the disk is connected.", problem) { IsAboutFile = true };
        }
    }

    /// <summary>The mark of a table in a database: no length, and a checksum of facts about its columns.</summary>
    private static DataMark Of(string address, SqlSource source) => new(address, 0, source.Fingerprint());

    /// <summary>The marks of a training: its data file or its source, and the validation file if there is one. Bundled data need none.</summary>
    /// <exception cref="DataException">A file cannot be read.</exception>
    public static JsonArray Of(TrainRequest request, SqlSource? source)
    {
        var marks = new JsonArray();
        if (source is not null) marks.Add((JsonNode)Of(request.Source!.Absolute().Address, source).ToJson());
        else if (request.Data is null) marks.Add((JsonNode)Of(request.Path).ToJson());
        if (request.ValidationFile is { } file) marks.Add((JsonNode)Of(file).ToJson());
        return marks;
    }

    public JsonObject ToJson() => new() { ["path"] = Path, ["bytes"] = Bytes, ["sha256"] = Sha256 };

    /// <summary>Refuses to continue with other data.</summary>
    /// <param name="marks">The result of <see cref="Of(TrainRequest, SqlSource)"/>.</param>
    /// <param name="source">The source of the training; null for a file.</param>
    /// <exception cref="DataException">A file is gone, or has changed.</exception>
    /// <exception cref="CheckpointException">The checkpoint does not name the data files.</exception>
    public static void Check(JsonArray marks, SqlSource? source = null)
    {
        foreach (var mark in marks) FromJson(mark).CheckOne(source);
    }

    private static DataMark FromJson(JsonNode? json) => json is JsonObject fields && JsonText.Of(fields["path"]) is { Length: > 0 } path && JsonNumber.TryRead(fields["bytes"], out var length) && length is >= 0 and < long.MaxValue && (long)length is var bytes && JsonText.Of(fields["sha256"]) is { } hash
        ? new(path, bytes, hash)
        : throw new CheckpointException("The checkpoint does not record the data file of the training. It was written by another program or changed by hand; start again with minima train.");

    private void CheckOne(SqlSource? source)
    {
        var now = source is not null && Bytes == 0 ? Of(Path, source) : Of(Path);
        if (now == this) return;
        throw DataException.Create(
            CsvFile.NameOf(Path),
            now.Bytes == Bytes ? "its contents have changed since the training began" : FormattableString.Invariant($"it has {now.Bytes} bytes, but had {Bytes} when the training began"),
            "the data must be the same for the training to continue as before",
            $"Restore the file ({Path}), or start again with minima train.");
    }

    private static void Add(FileStream stream, IncrementalHash hash, long from, long count)
    {
        var buffer = new byte[count];
        stream.Position = from;
        stream.ReadExactly(buffer);
        hash.AppendData(buffer);
    }
}
