using System.Globalization;
using Minima.Lab.Studies;

namespace Minima.Lab.Penalties;

/// <summary>Penalties in a study, each with six settings. No penalty takes six values of a training parameter; a penalty combines three strengths with the first two values.</summary>
/// <param name="number">The name of the parameter: a rate, or the number of epochs.</param>
/// <param name="values">The six values, the usual one first.</param>
/// <param name="fit">Trains with a penalty, a strength and a value.</param>
internal sealed class PenaltyGrid<TResult>(Words number, IReadOnlyList<double> values, Func<Trial, ComparedPenalty, double, double, TResult> fit)
{
    /// <summary>The number of values that a penalty tries.</summary>
    public const int OfPenalty = 2;

    private readonly double[] _two = [.. values.Take(OfPenalty)];

    /// <summary>The baseline.</summary>
    public StudyMethod<TResult> WithoutPenalty => new(ComparedPenalty.None.Name, [.. values.Select(value => Setting(ComparedPenalty.None, 0, value))])
    {
        Grid = new($"{number.English} {Listed(values, ", ", " or ")}", $"{number.Chinese} {Listed(values, "、", " 或 ")}"),
    };

    /// <summary>A penalty, with three strengths.</summary>
    public StudyMethod<TResult> Of(ComparedPenalty penalty, params double[] strengths) => new(penalty.Name, [.. strengths.SelectMany(strength => _two.Select(value => Setting(penalty, strength, value)))])
    {
        Grid = new($"strength {Listed(strengths, ", ", " or ")}, each with {number.English} {Listed(_two, ", ", " or ")}", $"强度 {Listed(strengths, "、", " 或 ")}，各配{number.Chinese} {Listed(_two, "、", " 或 ")}"),
    };

    private StudySetting<TResult> Setting(ComparedPenalty penalty, double strength, double value)
    {
        var name = new Words($"{number.English} {Text(value)}", $"{number.Chinese} {Text(value)}");
        return new(strength == 0 ? name : new($"strength {Text(strength)}, {name.English}", $"强度 {Text(strength)}、{name.Chinese}"), trial => fit(trial, penalty, strength, value));
    }

    private static string Listed(IReadOnlyList<double> numbers, string comma, string or) => $"{string.Join(comma, numbers.SkipLast(1).Select(Text))}{or}{Text(numbers[^1])}";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
