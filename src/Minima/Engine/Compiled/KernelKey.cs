namespace Minima;

/// <summary>The structure of a kernel as numbers: equal structures run the same code.</summary>
internal sealed class KernelKey : IEquatable<KernelKey>
{
    private readonly long[] words;
    private readonly int hash;

    public KernelKey(long[] words)
    {
        this.words = words;
        var code = new HashCode();
        foreach (var word in words)
        {
            code.Add(word);
        }

        hash = code.ToHashCode();
    }

    public bool Equals(KernelKey? other) => other is not null && hash == other.hash && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as KernelKey);

    public override int GetHashCode() => hash;
}
