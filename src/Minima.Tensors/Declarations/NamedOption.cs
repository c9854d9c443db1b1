using System.Globalization;

namespace Minima.Tensors;

/// <summary>The values that an option takes.</summary>
public enum OptionKind
{
    /// <summary>A finite number above 0.</summary>
    Positive,

    /// <summary>A finite number, 0 or above.</summary>
    NonNegative,

    /// <summary>From 0, included, to 1, excluded: the proportion of the past that is kept.</summary>
    Fraction,

    /// <summary>0 for no, 1 for yes.</summary>
    Switch,

    /// <summary>A whole number, 1 or above.</summary>
    Count,

    /// <summary>A whole number, 0 or above.</summary>
    CountOrZero,

    /// <summary>true or false, in descriptions of models.</summary>
    Flag,
}

/// <summary>A named number of an optimizer or a schedule: for the command line, checkpoints, and parameter groups.</summary>
/// <param name="Name">The name, such as <c>weight_decay</c>; matched ignoring case, <c>_</c> and <c>-</c>.</param>
/// <param name="Default">Its value if none is given; NaN if it is required.</param>
/// <param name="Kind">The values that it takes.</param>
/// <param name="Meaning">Its meaning, in a few words.</param>
/// <param name="ChineseMeaning">The meaning in Chinese.</param>
public sealed record NamedOption(string Name, double Default, OptionKind Kind, string Meaning, string ChineseMeaning = "")
{
    /// <summary>True if it has no default.</summary>
    public bool IsRequired => double.IsNaN(Default) && !IsOptional;

    /// <summary>True if it may be omitted although its default is not a number: the meaning describes that case.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The rule in words, as the continuation of "must be".</summary>
    public string Rule => Kind switch
    {
        OptionKind.Positive => "a finite number above 0",
        OptionKind.NonNegative => "a finite number, 0 or above",
        OptionKind.Fraction => "in [0, 1)",
        OptionKind.Switch => "0 (no) or 1 (yes)",
        OptionKind.Count => "a whole number, 1 or above",
        OptionKind.Flag => "true or false",
        _ => "a whole number, 0 or above",
    };

    /// <summary>The rule in Chinese.</summary>
    public string ChineseRule => Kind switch
    {
        OptionKind.Positive => "大于 0 的有限数",
        OptionKind.NonNegative => "不小于 0 的有限数",
        OptionKind.Fraction => "[0, 1) 内的数",
        OptionKind.Switch => "0（否）或 1（是）",
        OptionKind.Count => "不小于 1 的整数",
        OptionKind.Flag => "true 或 false",
        _ => "不小于 0 的整数",
    };

    /// <summary>True for a value that follows the rule. NaN follows none.</summary>
    public bool Accepts(double value) => Kind switch
    {
        OptionKind.Positive => value > 0 && double.IsFinite(value),
        OptionKind.NonNegative => value >= 0 && double.IsFinite(value),
        OptionKind.Fraction => value is >= 0 and < 1,
        OptionKind.Switch or OptionKind.Flag => value is 0 or 1,
        _ => value >= (Kind == OptionKind.Count ? 1 : 0) && value <= int.MaxValue && value == Math.Floor(value),
    };

    /// <summary>Returns the value, or throws if it does not follow the rule.</summary>
    internal double Checked(string owner, double value) => Accepts(value)
        ? value
        : throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{owner}: {Name} is {value:R}; it must be {Rule}{(IsRequired ? string.Empty : $" (default {Default:R})")}. This option is {Meaning}."));

    /// <summary>The index of the option of that name.</summary>
    internal static int IndexOf(string owner, IReadOnlyList<NamedOption> options, string name)
    {
        var wanted = Names.Normalise(name);
        for (var i = 0; i < options.Count; i++)
        {
            if (Names.Normalise(options[i].Name) == wanted) return i;
        }

        var names = options.Select(o => o.Name).ToList();
        throw new TrainingException($"{owner} has no option '{Names.Shorten(name)}'{Names.DidYouMean(name, names)}. It has {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
    }

    /// <summary>The defaults, with given values in their places.</summary>
    internal static double[] Resolve(string owner, IReadOnlyList<NamedOption> options, ReadOnlySpan<(string Name, double Value)> given)
    {
        var values = options.Select(o => o.Default).ToArray();
        var isGiven = new bool[values.Length];
        foreach (var (name, value) in given)
        {
            var index = IndexOf(owner, options, name);
            if (isGiven[index]) throw new TrainingException($"{owner}: {options[index].Name} is given twice. Give it once.");
            isGiven[index] = true;
            values[index] = options[index].Checked(owner, value);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) throw new TrainingException($"{owner} needs {options[i].Name}: {options[i].Rule}. This option is {options[i].Meaning}.");
        }

        return values;
    }
}
