namespace Minima.Training.Diagnosis.Experiments;

/// <summary>Where a trial training stood.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="Loss">On the probe rows of the training data, as the model predicts.</param>
/// <param name="Validation">On those of the validation data; NaN without them.</param>
internal readonly record struct TrainingPoint(int Step, double Loss, double Validation);

/// <summary>A weight's change in a step, over its size.</summary>
/// <param name="Name">The weight.</param>
/// <param name="Ratio">The typical one; NaN where the weight was 0.</param>
/// <param name="Largest">The largest of those that were looked at.</param>
internal readonly record struct WeightUpdate(string Name, double Ratio, double Largest);

/// <summary>How far a model is ahead of the best constant on the rows that it is judged by.</summary>
/// <param name="Step">When.</param>
/// <param name="Mean">The mean difference of the losses of a row.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="InErrors">The one over the other.</param>
/// <param name="Rows">How many rows.</param>
internal readonly record struct TrainingGain(int Step, double Mean, double Error, double InErrors, int Rows);

/// <summary>A short training as it was asked for: same optimizer, same learning rate or a part of it.</summary>
internal sealed class TrainingRun
{
    private const int Points = 10;

    private readonly List<TrainingPoint> _path = [];
    private readonly Dictionary<string, List<double>> _ratios = new(StringComparer.Ordinal);

    private TrainingRun()
    {
    }

    /// <summary>Before the first step, and ten times on the way.</summary>
    public IReadOnlyList<TrainingPoint> Path => _path;

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>Where a loss or a gradient was not finite, or null.</summary>
    public NonFiniteReport? NotFinite { get; private set; }

    /// <summary>How much lower the loss is at the end than at the start; minus infinity where it did not come to its end.</summary>
    public double Fall => NotFinite is null && Refusal is null && double.IsFinite(_path[^1].Loss) ? _path[0].Loss - _path[^1].Loss : double.NegativeInfinity;

    /// <summary>Why the loss refused the model's outputs on the way, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Weights of two axes or more that the optimizer trains, in the model's order.</summary>
    public IReadOnlyList<WeightUpdate> Updates { get; private set; } = [];

    /// <summary>The units at the end.</summary>
    public IReadOnlyList<UnitLayer> Layers { get; private set; } = [];

    /// <summary>Where the model was furthest ahead of the best constant, in standard errors: for early stopping keeps such weights.</summary>
    public TrainingGain Gain { get; private set; } = new(0, 0, 0, double.NegativeInfinity, 0);

    /// <summary>Trains.</summary>
    /// <param name="examination">What.</param>
    /// <param name="rateFactor">What the learning rate is multiplied by.</param>
    public static TrainingRun Run(Examination examination, double rateFactor = 1)
    {
        var run = new TrainingRun();

        // Before anything is trained: the model may be one that exists already.
        _ = examination.Expected;
        using var trial = examination.NewTrial();
        try
        {
            run.Train(examination, trial, rateFactor);
        }
        catch (LossException refused)
        {
            run.Refusal = refused.Message;
        }

        return run;
    }

    private void Train(Examination examination, Trial trial, double rateFactor)
    {
        var optimizer = examination.NewOptimizer(trial.Model);
        optimizer.LearningRate *= rateFactor;
        var steps = new TrialSteps(trial.Model, examination.Objective, optimizer) { ClipNorm = examination.Options.ClipNorm };
        var weights = optimizer.Parameters.Where(parameter => parameter.IsTrainable && parameter.Value.Rank >= 2).ToArray();
        var all = examination.Options.TrainingSteps;
        using var batches = new EndlessBatches(examination.TrainingSource);
        Look(examination, trial);
        for (var point = 1; point <= Points; point++)
        {
            for (var until = (int)((long)all * point / Points); Steps < until; Steps++)
            {
                examination.Cancellation.ThrowIfCancellationRequested();
                var batch = batches.Next();
                var before = Steps == 0 || Steps == until - 1 ? Array.ConvertAll(weights, weight => weight.Value.ToArray()) : [];
                if (double.IsNaN(steps.Run(batch)))
                {
                    NotFinite = NonFiniteSearch.Run(trial.Model, examination.Objective, [batch]) with { Step = Steps + 1, Epoch = batches.Epoch + 1, Loss = double.NaN, LearningRate = optimizer.LearningRate };
                    return;
                }

                for (var i = 0; i < before.Length; i++) Compare(weights[i], before[i]);
            }

            Look(examination, trial);
        }

        Updates = [.. weights.Select(weight => UpdateOf(weight.Name))];
        Layers = FirstPass.LayersOf(trial.Model, examination.Objective, examination.Probe);
    }

    private void Look(Examination examination, Trial trial)
    {
        _path.Add(new TrainingPoint(
            Steps,
            TrialSteps.PredictedLossOf(trial.Model, examination.Objective, examination.Probe),
            examination.ValidationProbe is { } validation ? TrialSteps.PredictedLossOf(trial.Model, examination.Objective, validation) : double.NaN));
        var gain = GainOf(examination, trial);
        if (Steps > 0 && gain.InErrors > Gain.InErrors) Gain = gain;
    }

    private void Compare(Parameter weight, double[] before)
    {
        var now = weight.Value.ToArray();
        double moved = 0, size = 0;
        for (var i = 0; i < now.Length; i++)
        {
            moved += (now[i] - before[i]) * (now[i] - before[i]);
            size += before[i] * before[i];
        }

        // Weights that started at 0 have no size to compare with.
        if (size == 0) return;
        if (!_ratios.TryGetValue(weight.Name, out var ratios)) _ratios.Add(weight.Name, ratios = []);
        ratios.Add(Math.Sqrt(moved / size));
    }

    private TrainingGain GainOf(Examination examination, Trial trial)
    {
        var rows = examination.ValidationProbe ?? examination.Probe;
        trial.Model.Train(training: false);
        double[] own, constant;
        using (Autograd.NoGradient())
        using (StepScope.Begin())
        {
            var output = trial.Model.Forward(rows.Features);
            own = RowLosses(examination.Objective, output, rows);
            var repeated = new double[output.Count];
            for (var i = 0; i < repeated.Length; i++) repeated[i] = examination.Expected.ConstantRow[i % examination.Expected.ConstantRow.Length];
            constant = RowLosses(examination.Objective, Tensor.Of(repeated, output.Shape).To(output.Type), rows);
        }

        trial.Model.Train();
        var moments = Moments.Of([.. constant.Zip(own, (one, other) => one - other)]);
        var error = Math.Sqrt(moments.Variance / Math.Max(own.Length - 1, 1));
        return new TrainingGain(Steps, moments.Mean, error, moments.Mean == 0 ? 0 : moments.Mean / error, own.Length);
    }

    private static double[] RowLosses(Objective objective, Tensor output, in TrainingBatch batch)
    {
        var losses = new double[batch.Rows];
        var terms = objective.TermsOf(output, batch);
        for (var t = 0; t < terms.Length; t++)
        {
            var values = terms[t].ToArray();
            var each = values.Length / losses.Length;
            for (var i = 0; i < each * losses.Length; i++) losses[i / each] += objective.Terms[t].Weight * values[i] / each;
        }

        return losses;
    }

    private WeightUpdate UpdateOf(string name)
    {
        if (!_ratios.TryGetValue(name, out var ratios)) return new WeightUpdate(name, double.NaN, double.NaN);
        ratios.Sort();
        return new WeightUpdate(name, ratios[ratios.Count / 2], ratios[^1]);
    }
}
