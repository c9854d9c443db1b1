using System.Collections.Immutable;
using System.Globalization;

namespace Minima;

/// <summary>The kinds of parameter values.</summary>
public enum ParameterKind
{
    /// <summary>double.</summary>
    Number,

    /// <summary>double, or none.</summary>
    OptionalNumber,

    /// <summary>int.</summary>
    Integer,

    /// <summary>bool.</summary>
    Boolean,

    /// <summary>One of a list of words: an enumeration.</summary>
    Choice,

    /// <summary>A list of double.</summary>
    Numbers,

    /// <summary>double, or a list of double: one for each position of the last axis.</summary>
    NumberOrNumbers,

    /// <summary>A list of rows, each a list of double; all of one length.</summary>
    Matrix,
}

/// <summary>A parameter of a loss: a field of its struct.</summary>
public sealed class ParameterInfo
{
    /// <summary>The word for no value: of a number that may be missing, of a list that is empty by default, and of a choice that has it; null means the same.</summary>
    private const string None = "none";

    /// <summary>The name in snake_case.</summary>
    public required string Name { get; init; }

    public required ParameterKind Kind { get; init; }

    /// <summary>The value if none is given; for a <see cref="ParameterKind.Choice"/> its word. Null for no value, and if the parameter is required.</summary>
    public object? Default { get; init; }

    /// <summary>An example value of a required parameter; null if there is a default or no example is known.</summary>
    public object? Example { get; init; }

    /// <summary>The value to display: the default, or the example.</summary>
    public object? Shown => Default ?? Example;

    /// <summary>True if there is no default: the parameter must be given.</summary>
    public bool IsRequired => Default is null && BindsInput is null && Kind != ParameterKind.OptionalNumber;

    /// <summary>True if it counts the samples of a class or a label, so that the training data supply it if it is not given.</summary>
    internal bool CountsClasses => IsRequired && Name == "class_counts";

    /// <summary>True if it counts all samples, so that the training data supply it if it is not given.</summary>
    internal bool CountsRows => IsRequired && Name == "N";

    /// <summary>Its documentation: what it means, and how to set it if that is known. If one language has none, it is that of the other; empty if neither has any.</summary>
    public Localized Meaning { get; init; } = Localized.Nothing;

    public Domain Domain { get; init; } = Domain.Real;

    /// <summary>True if it is measured in the units of the target.</summary>
    public bool InTargetUnits { get; init; }

    /// <summary>The input that this parameter binds to a constant, or null for a field of the loss.</summary>
    public int? BindsInput { get; init; }

    /// <summary>The words of a <see cref="ParameterKind.Choice"/>, in the order of the enumeration's members.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>
    /// The value in the parameter's own type: double, int, bool, word, list. Accepts the values of JSON and command lines
    /// (any number type for a number, a bool for a choice that has the words true and false, text).
    /// </summary>
    /// <exception cref="LossException">The value has another type or lies outside the domain.</exception>
    public object? Convert(string lossKey, object? value)
    {
        object? converted = Kind switch
        {
            ParameterKind.OptionalNumber when value is null or None => null,
            ParameterKind.Number or ParameterKind.OptionalNumber => AsNumber(value) ?? throw WrongType(lossKey, value),
            ParameterKind.Integer => AsInteger(value) ?? throw WrongType(lossKey, value),
            ParameterKind.Boolean => AsBoolean(value) ?? throw WrongType(lossKey, value),
            ParameterKind.Choice when value is null && Choices.Contains(None, StringComparer.Ordinal) => None,
            ParameterKind.Choice => AsChoice(lossKey, value),
            ParameterKind.Numbers when value is null or None && Default is ImmutableArray<double> { IsEmpty: true } => Default,
            ParameterKind.Numbers => AsNumbers(value) ?? throw WrongType(lossKey, value),
            ParameterKind.Matrix => AsMatrix(value) ?? throw WrongType(lossKey, value),
            ParameterKind.NumberOrNumbers => (object?)AsNumber(value) ?? AsNumbers(value) ?? throw WrongType(lossKey, value),
            _ => throw new InvalidOperationException($"unknown parameter kind {Kind}"),
        };
        Check(lossKey, converted);
        return converted;
    }

    /// <summary>Throws if a value, already in the parameter's own type, lies outside the domain.</summary>
    public void Check(string lossKey, object? value)
    {
        switch (value)
        {
            case double number when !Domain.Contains(number):
                throw Throw.ParameterDomain(lossKey, Name, number, Domain);
            case int integer when !Domain.Contains(integer):
                throw Throw.ParameterDomain(lossKey, Name, integer, Domain);
            case string word when Kind == ParameterKind.Choice && !Choices.Contains(word, StringComparer.Ordinal):
                throw Throw.ParameterChoice(lossKey, this, word);
            case ImmutableArray<double> { IsDefaultOrEmpty: true } when BindsInput is not null || Kind == ParameterKind.NumberOrNumbers:
                throw Throw.EmptyList(lossKey, Name);
            case ImmutableArray<double> { IsDefault: false } numbers:
                CheckNumbers(lossKey, numbers);
                break;
            case ImmutableArray<ImmutableArray<double>> { IsDefault: false } rows:
                foreach (var row in rows)
                {
                    if (row.Length != rows[0].Length)
                    {
                        throw Throw.UnevenRows(lossKey, Name, rows[0].Length, row.Length);
                    }

                    CheckNumbers(lossKey, row);
                }

                break;
        }
    }

    private void CheckNumbers(string lossKey, ImmutableArray<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (!Domain.Contains(number))
            {
                throw Throw.ParameterDomain(lossKey, Name, number, Domain);
            }
        }
    }

    /// <summary>A value as text that can be parsed again: invariant culture, shortest round trip, <c>none</c> for null.</summary>
    public static string Format(object? value) => value switch
    {
        null => None,
        bool flag => flag ? "true" : "false",
        double number => Scientific.Of(number),
        ImmutableArray<double> numbers => "[" + string.Join(", ", numbers.Select(Scientific.Of)) + "]",
        ImmutableArray<ImmutableArray<double>> rows => "[" + string.Join(", ", rows.Select(row => Format(row))) + "]",
        IEnumerable<double> numbers => Format(numbers.ToImmutableArray()),
        IEnumerable<IEnumerable<double>> rows => Format(rows.Select(row => row.ToImmutableArray()).ToImmutableArray()),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static double? AsNumber(object? value) => value switch
    {
        double number => number,
        float number => number,
        Half number => (double)number,
        int or long or short or sbyte or byte or ushort or uint or ulong or decimal => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static int? AsInteger(object? value) =>
        AsNumber(value) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    private static bool? AsBoolean(object? value) => value switch
    {
        bool flag => flag,
        "true" => true,
        "false" => false,
        _ => null,
    };

    private static ImmutableArray<double>? AsNumbers(object? value) => value switch
    {
        ImmutableArray<double> numbers => numbers,
        IEnumerable<double> numbers => numbers.ToImmutableArray(),
        _ => null,
    };

    private static ImmutableArray<ImmutableArray<double>>? AsMatrix(object? value) => value switch
    {
        ImmutableArray<ImmutableArray<double>> rows => rows,
        IEnumerable<ImmutableArray<double>> rows => rows.ToImmutableArray(),
        IEnumerable<IEnumerable<double>> rows => rows.Select(row => row.ToImmutableArray()).ToImmutableArray(),
        _ => null,
    };

    private string AsChoice(string lossKey, object? value)
    {
        var word = value switch
        {
            bool flag => flag ? "true" : "false",
            Enum member when Convert(member) is { } name => name,
            string text => text,
            _ => null,
        };
        return word ?? throw WrongType(lossKey, value);
    }

    private string? Convert(Enum member)
    {
        var index = System.Convert.ToInt32(member, CultureInfo.InvariantCulture);
        return index >= 0 && index < Choices.Count ? Choices[index] : null;
    }

    private LossException WrongType(string lossKey, object? value) => Throw.ParameterType(lossKey, this, value);
}
