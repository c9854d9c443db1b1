namespace Minima.Cli.Losses;

/// <summary>Where the name of a loss ends and its parameters begin: at a colon, but some names have one themselves (XGBoost's <c>rank:ndcg</c>).</summary>
internal static class LossNameEnd
{
    /// <summary>The place of the colon behind the name, or -1 where the name is all there is.</summary>
    public static int In(string text)
    {
        var first = text.IndexOf(':', StringComparison.Ordinal);
        if (first < 0 || Catalogue.TryFind(text[..first].Trim()) is not null) return first;
        var second = text.IndexOf(':', first + 1);
        var name = second < 0 ? text : text[..second];
        return Catalogue.TryFind(name.Trim()) is null ? first : second;
    }
}
