using System.Globalization;

namespace Minima;

/// <summary>The values that an input or a parameter may take.</summary>
/// <remarks>NaN is in no domain of a parameter or a label; in an input of real numbers it is accepted and propagates.</remarks>
public readonly record struct Domain
{
    private Domain(DomainKind kind, double low = double.NegativeInfinity, double high = double.PositiveInfinity, bool lowOpen = false, bool highOpen = false)
    {
        Kind = kind;
        Low = low;
        High = high;
        LowOpen = lowOpen;
        HighOpen = highOpen;
    }

    /// <summary>An interval, its complement, or a set of labels.</summary>
    public DomainKind Kind { get; }

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>True if the lower end is excluded.</summary>
    public bool LowOpen { get; }

    /// <summary>True if the upper end is excluded.</summary>
    public bool HighOpen { get; }

    /// <summary>Every real number and both infinities.</summary>
    public static Domain Real => new(DomainKind.Interval);

    /// <summary>Above 0.</summary>
    public static Domain Positive => AboveOf(0);

    /// <summary>0 or above.</summary>
    public static Domain NonNegative => AtLeast(0);

    /// <summary>From 0 to 1, both included: a probability.</summary>
    public static Domain Unit => new(DomainKind.Interval, 0, 1);

    /// <summary>Between 0 and 1, both excluded: a proportion.</summary>
    public static Domain OpenUnit => new(DomainKind.Interval, 0, 1, lowOpen: true, highOpen: true);

    /// <summary>-1 or +1.</summary>
    public static Domain MarginLabel => new(DomainKind.Labels, -1, 1);

    /// <summary>Any number but 0.</summary>
    public static Domain NonZero => new(DomainKind.Outside, 0, 0, lowOpen: true, highOpen: true);

    /// <summary><paramref name="low"/> or above.</summary>
    public static Domain AtLeast(double low) => new(DomainKind.Interval, low);

    /// <summary>Above <paramref name="low"/>.</summary>
    public static Domain AboveOf(double low) => new(DomainKind.Interval, low, lowOpen: true);

    /// <summary><paramref name="high"/> or below.</summary>
    public static Domain AtMost(double high) => new(DomainKind.Interval, high: high);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public static Domain Between(double low, double high) => new(DomainKind.Interval, low, high);

    /// <summary>Below <paramref name="high"/>.</summary>
    public static Domain Below(double high) => new(DomainKind.Interval, high: high, highOpen: true);

    /// <summary>At most <paramref name="low"/> or at least <paramref name="high"/>.</summary>
    public static Domain Outside(double low, double high) => new(DomainKind.Outside, low, high);

    /// <summary>True if every value is allowed, so that nothing needs checking.</summary>
    public bool IsReal => Kind == DomainKind.Interval && double.IsNegativeInfinity(Low) && double.IsPositiveInfinity(High) && !LowOpen && !HighOpen;

    /// <summary>True if the values are labels: NaN is refused.</summary>
    public bool IsLabel => Kind == DomainKind.Labels;

    /// <summary>True if <paramref name="x"/> lies in the domain. NaN does not.</summary>
    public bool Contains(double x) => Kind switch
    {
        DomainKind.Interval => (LowOpen ? x > Low : x >= Low) && (HighOpen ? x < High : x <= High),
        DomainKind.Outside => LowOpen ? x < Low || x > High : x <= Low || x >= High,
        _ => x == Low || x == High,
    };

    /// <summary>The rule in both languages, as the continuation of "must be".</summary>
    public Localized Rule => new(ToString(), InChinese());

    /// <summary>The rule in mathematical notation, as the continuation of "must be": <c>&gt; 0</c>, <c>in [0, 1]</c>, <c>-1 or +1</c>.</summary>
    public override string ToString()
    {
        var low = Low.ToString("R", CultureInfo.InvariantCulture);
        var high = High.ToString("R", CultureInfo.InvariantCulture);
        return Kind switch
        {
            DomainKind.Labels => "-1 or +1",
            DomainKind.Outside when Low == High => $"different from {low}",
            DomainKind.Outside => $"<= {low} or >= {high}",
            _ when IsReal => "a real number",
            _ when double.IsPositiveInfinity(High) => $"{(LowOpen ? ">" : ">=")} {low}",
            _ when double.IsNegativeInfinity(Low) => $"{(HighOpen ? "<" : "<=")} {high}",
            _ => $"in {(LowOpen ? '(' : '[')}{low}, {high}{(HighOpen ? ')' : ']')}",
        };
    }

    private string InChinese()
    {
        var low = Low.ToString("R", CultureInfo.InvariantCulture);
        var high = High.ToString("R", CultureInfo.InvariantCulture);
        return Kind switch
        {
            DomainKind.Labels => $"{low} 或 +{high}",
            DomainKind.Outside when Low == High => $"不等于 {low}",
            DomainKind.Outside => $"<= {low} 或 >= {high}",
            _ when IsReal => "任意实数",
            _ when double.IsInfinity(Low) || double.IsInfinity(High) => ToString(),
            _ => $"在 {(LowOpen ? '(' : '[')}{low}, {high}{(HighOpen ? ')' : ']')} 内",
        };
    }
}

/// <summary>The kinds of <see cref="Domain"/>.</summary>
public enum DomainKind
{
    /// <summary>Between two ends.</summary>
    Interval,

    /// <summary>Not between two ends.</summary>
    Outside,

    /// <summary>One of two labels.</summary>
    Labels,
}
