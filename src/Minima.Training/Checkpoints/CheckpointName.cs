using System.Globalization;

namespace Minima.Training.Checkpoints;

/// <summary>The names of the files of a checkpoint: <c>checkpoint-000012-step-3400</c>. The first number counts saves, so that newer checkpoints have larger ones for all step numbers.</summary>
internal readonly record struct CheckpointName(long Save, long Step)
{
    public const string Tensors = ".safetensors";
    public const string Json = ".json";

    private const string Prefix = "checkpoint-";
    private const string Middle = "-step-";

    // A file that somebody named to make the count overflow is not a checkpoint.
    private const int MostDigits = 15;

    public static bool TryParse(string name, out CheckpointName parsed)
    {
        parsed = default;
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var middle = name.IndexOf(Middle, Prefix.Length, StringComparison.Ordinal);
        if (middle < 0 || !TryNumber(name.AsSpan(Prefix.Length, middle - Prefix.Length), out var save) || !TryNumber(name.AsSpan(middle + Middle.Length), out var step)) return false;
        parsed = new(save, step);
        return parsed.ToString() == name;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Save:D6}{Middle}{Step}");

    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length <= MostDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
