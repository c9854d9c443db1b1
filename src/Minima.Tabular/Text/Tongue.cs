using System.Globalization;

namespace Minima.Tabular;

/// <summary>The language of an explanation: every sentence is given in both, side by side.</summary>
internal readonly record struct Tongue(bool Chinese)
{
    public string Say(string english, string chinese) => Chinese ? chinese : english;

    /// <summary>What each language says.</summary>
    public static Localized InBoth(Func<Tongue, string> say) => new(say(new(Chinese: false)), say(new(Chinese: true)));

    public LossText TextOf(LossEntry entry) => Chinese ? entry.Chinese : entry.English;

    public string NameOf(LossEntry entry) => Chinese ? entry.ChineseName : entry.Name;

    public string FormulaOf(LossEntry entry) => Chinese ? entry.ChineseFormula : entry.Formula;

    /// <summary>The rule of a domain, to follow "must be".</summary>
    public string Of(Domain domain)
    {
        if (!Chinese)
        {
            return domain.ToString();
        }

        var low = domain.Low.ToString("R", CultureInfo.InvariantCulture);
        var high = domain.High.ToString("R", CultureInfo.InvariantCulture);
        return domain.Kind switch
        {
            DomainKind.Labels => $"{low} 或 +{high}",
            DomainKind.Outside when domain.Low == domain.High => $"不等于 {low}",
            DomainKind.Outside => $"<= {low} 或 >= {high}",
            _ when domain.IsReal => "任意实数",
            _ when double.IsInfinity(domain.Low) || double.IsInfinity(domain.High) => domain.ToString(),
            _ => $"在 {(domain.LowOpen ? '(' : '[')}{low}, {high}{(domain.HighOpen ? ')' : ']')} 内",
        };
    }
}
