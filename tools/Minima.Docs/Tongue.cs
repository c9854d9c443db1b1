using System.Globalization;
using Minima.Analysis;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>The language of a page: every sentence is given in both, side by side.</summary>
internal readonly record struct Tongue(bool Chinese)
{
    public string Say(string english, string chinese) => Chinese ? chinese : english;

    /// <summary>The name of the language in the names of folders and files.</summary>
    public string Code => Say("en", "zh");

    public Language Language => Chinese ? Language.Chinese : Language.English;

    public string NameOf(LossEntry entry) => Chinese ? entry.ChineseName : entry.Name;

    public string FormulaOf(LossEntry entry) => Chinese ? entry.ChineseFormula : entry.Formula;

    public FactsText Facts => Chinese ? FactsText.Chinese : FactsText.English;

    public RowFactsText RowFacts => Chinese ? RowFactsText.Chinese : RowFactsText.English;

    public LossText TextOf(LossEntry entry) => Chinese ? entry.Chinese : entry.English;

    public string Of(Domain domain)
    {
        if (!Chinese)
        {
            return domain.ToString();
        }

        var low = Numbers.Full(domain.Low);
        var high = Numbers.Full(domain.High);
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

    public string Of(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Number => Say("number", "数"),
        ParameterKind.OptionalNumber => Say("number or none", "数，或 none（不使用）"),
        ParameterKind.Integer => Say("whole number", "整数"),
        ParameterKind.Boolean => Say("true or false", "true 或 false"),
        ParameterKind.Choice => string.Join(Say(" or ", " 或 "), parameter.Choices.Select(c => $"`{c}`")),
        ParameterKind.Numbers => Say("list of numbers", "数的列表"),
        ParameterKind.Matrix => Say("matrix: a list of rows", "矩阵：由各行组成的列表"),
        ParameterKind.NumberOrNumbers => Say("number, or one for each position of the last axis", "数，或最后一轴每个位置一个数"),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Kind, null),
    };

    /// <summary>What an input must be: labels have no domain of real numbers.</summary>
    public string Of(InputInfo input, Domain domain) => input.Kind switch
    {
        InputKind.Label => Say("one label for each row: a whole number from 0 to K - 1", "每行一个标签：0 到 K - 1 的整数"),
        InputKind.LabelOrRow => Say($"one label for each row (0 to K - 1), or one number for each class, {Of(domain)}", $"每行一个标签（0 到 K - 1），或每个类别一个数，{Of(domain)}"),
        InputKind.TensorOfLabels when input.LabelAxis.Length > 0 => Say($"whole numbers from 0 to {input.LabelAxis} - 1", $"0 到 {input.LabelAxis} - 1 的整数"),
        InputKind.TensorOfLabels => Say("whole numbers", "整数"),
        InputKind.Row => Say($"one number for each class, {Of(domain)}", $"每个类别一个数，{Of(domain)}"),
        InputKind.Box => Say("boxes x1, y1, x2, y2 with x1 <= x2, y1 <= y2", "边界框 x1、y1、x2、y2，且 x1 <= x2、y1 <= y2"),
        _ => Of(domain),
    };

    public string Of(LossFamily family) => CatalogueWords.Of(family).In(Chinese);

    public string Of(LossTask task) => CatalogueWords.Of(task).In(Chinese);
}

/// <summary>Numbers as text: invariant culture.</summary>
internal static class Numbers
{
    /// <summary>Every digit: reads back to the same double.</summary>
    public static string Full(double x) => x.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Six significant digits: the same on every machine, whose last bits may differ.</summary>
    public static string Short(double x)
    {
        if (double.IsNaN(x) || double.IsInfinity(x))
        {
            return double.IsNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
        }

        var text = x.ToString("G6", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return text == "-0" ? "0" : text;
    }
}
