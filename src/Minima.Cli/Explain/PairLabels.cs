using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>The labels of two compared losses: keys, with the parameters in which they differ if the keys are the same.</summary>
internal static class PairLabels
{
    private const int Longest = 30;

    public static string[] Of(Loss first, Loss second)
    {
        string[] plain = [Of(first), Of(second)];
        if (plain[0] != plain[1]) return plain;
        var differ = Enumerable.Range(0, first.Parameters.Count).Where(i => ParameterInfo.Format(first.Parameters[i]) != ParameterInfo.Format(second.Parameters[i])).ToArray();
        return differ.Length == 0 ? plain : [.. new[] { first, second }.Select((loss, n) =>
            $"{plain[n]}:{string.Join(',', differ.Select(i => $"{loss.Entry.Parameters[i].Name}={ParameterInfo.Format(loss.Parameters[i])}"))}")];
    }

    private static string Of(Loss loss) => loss.Entry.IsText ? Wording.Shorten(loss.Entry.Name) is { Length: <= Longest } name ? name : loss.Entry.Name[..(Longest - 3)] + "..." : loss.Entry.Key;
}
