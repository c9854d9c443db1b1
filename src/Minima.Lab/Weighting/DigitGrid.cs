using System.Globalization;
using Minima.Lab.Studies;

namespace Minima.Lab.Weighting;

/// <summary>Methods on hard digits, each with six settings: six weight decays, or three values of the method's own parameter with two decays each.</summary>
/// <param name="make">Makes the rows of a trial.</param>
/// <param name="epochs">The number of training epochs.</param>
internal sealed class DigitGrid(Func<Trial, HardDigits> make, int epochs)
{
    private static readonly double[] Decays = [Fitting.UsualDecay, 0.1, 0.3, 1, 2, 4];
    private static readonly double[] TwoDecays = [Fitting.UsualDecay, 1];

    /// <summary>Trains on the digits with a setting and a seed, and returns the recall of each class.</summary>
    public delegate double[] Fit(HardDigits digits, FitSetting setting, int seed);

    /// <summary>A method without a parameter of its own.</summary>
    public StudyMethod<double[]> Of(Words name, Fit fit) => new(name, [.. Decays.Select(decay => Setting(null, decay, fit))]) { Grid = new($"decay {Listed(Decays, ", ", " or ")}", $"衰减 {Listed(Decays, "、", " 或 ")}") };

    /// <summary>A method with a parameter of its own.</summary>
    public StudyMethod<double[]> Of(Words name, Words number, IReadOnlyList<double> values, Func<double, Fit> fit) =>
        new(name, [.. values.SelectMany(value => TwoDecays.Select(decay => Setting(new($"{number.English} {Text(value)}", $"{number.Chinese} {Text(value)}"), decay, fit(value))))])
        {
            Grid = new($"{number.English} {Listed(values, ", ", " or ")}, each with decay {Listed(TwoDecays, ", ", " or ")}", $"{number.Chinese} 取 {Listed(values, "、", " 或 ")}，各配衰减 {Listed(TwoDecays, "、", " 或 ")}"),
        };

    /// <summary>A fit with a loss of logits and labels that keeps no state.</summary>
    public static Fit Plain(Func<Tensor, Tensor, Tensor> loss) => (digits, setting, seed) =>
        DigitFit.Run(digits, DigitFit.Network(seed), [], setting, seed, (logits, labels, _, _) => loss(logits, labels));

    private StudySetting<double[]> Setting(Words? number, double decay, Fit fit)
    {
        var name = new Words($"decay {Text(decay)}", $"衰减 {Text(decay)}");
        return new(number is null ? name : new($"{number.English} and {name.English}", $"{number.Chinese}、{name.Chinese}"), trial => fit(make(trial), new(epochs, decay), trial.Seed));
    }

    private static string Listed(IReadOnlyList<double> values, string comma, string or) => $"{string.Join(comma, values.SkipLast(1).Select(Text))}{or}{Text(values[^1])}";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
