namespace Minima.Cli.Terminal;

/// <summary>The language of an explanation: every sentence is given in both, side by side.</summary>
internal readonly record struct Tongue(bool Chinese)
{
    public string Say(string english, ChineseText chinese) => Chinese ? chinese.ToString() : english;

    /// <summary>A sentence in both languages.</summary>
    public static Localized InBoth(Func<Tongue, string> say) => new(say(new(Chinese: false)), say(new(Chinese: true)));

    public LossText TextOf(LossEntry entry) => Chinese ? entry.Chinese : entry.English;

    public string NameOf(LossEntry entry) => Chinese ? entry.ChineseName : entry.Name;

    public string FormulaOf(LossEntry entry) => Chinese ? entry.ChineseFormula : entry.Formula;

    /// <summary>The rule of a domain, as text after "must be".</summary>
    public string Of(Domain domain) => domain.Rule.In(Chinese);
}
