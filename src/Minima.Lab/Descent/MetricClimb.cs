using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Descent;

/// <summary>A linear classifier of digits, improved by the gradient of a loss, or by random steps that are kept if they do not worsen a criterion.</summary>
internal sealed class MetricClimb
{
    private const int MostRows = 400;
    private const int Directions = 200;

    private readonly Sequential _model;
    private readonly Tensor _pixels;
    private readonly Tensor _labels;
    private readonly int[] _digits;
    private readonly float[] _judgedPixels;
    private readonly int[] _judgedDigits;
    private readonly RandomState _random;

    public MetricClimb(Trial trial, int mostRows = MostRows)
    {
        var table = BundledTable.Digits();
        var split = StudyRows.Of(table, trial);
        var rows = split.Training[..Math.Min(mostRows, split.Training.Length)];
        _digits = table.LabelsOf(rows);
        _pixels = Tensor.Of(DigitRows.Pixels(table, rows), [rows.Length, DigitRows.PixelCount]);
        _labels = Tensor.Of(_digits, [rows.Length]);
        (_judgedPixels, _judgedDigits) = (DigitRows.Pixels(table, split.Judging), table.LabelsOf(split.Judging));
        _random = new RandomState((ulong)trial.Seed).Fork("steps");
        _model = Models.Mlp(DigitRows.PixelCount, [], DigitRows.Classes, new RandomState((ulong)trial.Seed));
    }

    /// <summary>The accuracy on rows that were not learned from.</summary>
    public double Judged => Share(Fitting.Outputs(() => _model.Forward(Tensor.Of(_judgedPixels, [_judgedDigits.Length, DigitRows.PixelCount]))), _judgedDigits);

    /// <summary>Gradient descent on cross-entropy: a step is three passes over the rows, one forward and two back.</summary>
    public MetricClimb Descended(double rate, int passes)
    {
        var optimizer = new Sgd(_model.Parameters, rate);
        for (var step = 0; step < passes / 3; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            Loss.Create("cross_entropy").Apply(_model.Forward(_pixels), _labels).Backward();
            optimizer.Step();
        }

        return this;
    }

    /// <summary>A random step for each pass, undone if the criterion is worse after it.</summary>
    /// <param name="length">Of a weight's step.</param>
    /// <param name="passes">How many.</param>
    /// <param name="byAccuracy">The criterion is the accuracy; otherwise cross-entropy.</param>
    public MetricClimb Climbed(double length, int passes, bool byAccuracy)
    {
        var best = Merit(byAccuracy);
        for (var pass = 0; pass < passes; pass++)
        {
            var step = Step(length);
            Move(step, 1);
            var merit = Merit(byAccuracy);
            if (merit >= best) best = merit;
            else Move(step, -1);
        }

        return this;
    }

    /// <summary>The proportions of small steps in random directions that leave the accuracy, and cross-entropy, exactly as they were.</summary>
    public (double Accuracy, double Loss) Unmoved(double length)
    {
        var (accuracy, loss) = (Merit(byAccuracy: true), Merit(byAccuracy: false));
        var (same, sameLoss) = (0, 0);
        for (var k = 0; k < Directions; k++)
        {
            var step = Step(length);
            Move(step, 1);
            if (Merit(byAccuracy: true) == accuracy) same++;
            if (Merit(byAccuracy: false) == loss) sameLoss++;
            Move(step, -1);
        }

        return ((double)same / Directions, (double)sameLoss / Directions);
    }

    private double Merit(bool byAccuracy)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        var logits = _model.Forward(_pixels);
        return byAccuracy ? Share(logits.ToArray(), _digits) : -Loss.Create("cross_entropy").Apply(logits, _labels).Item();
    }

    private static double Share(double[] logits, int[] digits) => Scoring.Chosen(logits, DigitRows.Classes).Zip(digits).Average(pair => pair.First == pair.Second ? 1.0 : 0);

    private float[][] Step(double length) => [.. _model.Parameters.Select(parameter => Enumerable.Range(0, parameter.Value.Count).Select(_ => (float)(length * _random.NextNormal())).ToArray())];

    private void Move(float[][] step, int sign)
    {
        for (var k = 0; k < step.Length; k++)
        {
            var weights = _model.Parameters[k].Value.Write<float>();
            for (var i = 0; i < weights.Length; i++) weights[i] += sign * step[k][i];
        }
    }
}
