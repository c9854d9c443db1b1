using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The option <c>--want</c> of the commands that have it.</summary>
internal static class WantedOption
{
    /// <summary>Reads the quantity that the option requests.</summary>
    /// <exception cref="UsageException">The word is none of <see cref="Wanted.Words"/>.</exception>
    public static Wanted Read(string command, string want)
    {
        if (Wanted.Parse(want) is { } wanted) return wanted;
        var word = want.TrimStart();
        throw new UsageException(
            word.StartsWith("quantiles", StringComparison.Ordinal) ? $"{command}: --want {Wording.Quote(want)}: several quantiles need levels between 0 and 1, each above the one before, as in --want quantiles=0.1,0.5,0.9; --want quantile=0.9 asks for one."
            : word.StartsWith("interval", StringComparison.Ordinal) ? $"{command}: --want {Wording.Quote(want)}: an interval needs a coverage above 0% and below 100%, as in --want interval=90%."
            : word.StartsWith("quantile", StringComparison.Ordinal) ? $"{command}: --want {Wording.Quote(want)}: a quantile needs a level between 0 and 1, as in --want quantile=0.9."
            : $"{command}: --want {Wording.Quote(want)} is not understood{Wording.DidYouMean(want.Trim(), Wanted.Words.Select(known => known.Split('=')[0]))}; it must be one of {string.Join(", ", Wanted.Words)}.");
    }
}
