namespace Minima.Training.Diagnosis.Experiments;

/// <summary>The losses at one step of a trial training.</summary>
/// <param name="Step">The number of steps made.</param>
/// <param name="Loss">The loss on the probe rows of the training data, in prediction mode.</param>
/// <param name="Validation">The loss on the probe rows of the validation data; NaN without them.</param>
internal readonly record struct TrainingPoint(int Step, double Loss, double Validation);

/// <summary>The change of a weight in a step, relative to its size.</summary>
/// <param name="Name">The weight.</param>
/// <param name="Ratio">The typical ratio; NaN if the weight was 0.</param>
/// <param name="Largest">The largest ratio observed.</param>
internal readonly record struct WeightUpdate(string Name, double Ratio, double Largest);

/// <summary>The gain of a model over the best constant on the evaluation rows.</summary>
/// <param name="Step">The step.</param>
/// <param name="Mean">The mean difference of the losses per row.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="InErrors">The mean divided by its standard error.</param>
/// <param name="Rows">The number of rows.</param>
internal readonly record struct TrainingGain(int Step, double Mean, double Error, double InErrors, int Rows);

/// <summary>A short training with the given optimizer, at the given learning rate or a fraction of it.</summary>
internal sealed class TrainingRun
{
    private const int Points = 10;

    private readonly List<TrainingPoint> _path = [];
    private readonly Dictionary<string, List<double>> _ratios = new(StringComparer.Ordinal);

    private TrainingRun()
    {
    }

    /// <summary>The losses before the first step, and at ten later steps.</summary>
    public IReadOnlyList<TrainingPoint> Path => _path;

    /// <summary>The number of steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>The report about a loss or a gradient that was not finite, or null.</summary>
    public NonFiniteReport? NotFinite { get; private set; }

    /// <summary>The decrease of the loss from start to end; minus infinity if the training did not complete.</summary>
    public double Fall => NotFinite is null && Refusal is null && double.IsFinite(_path[^1].Loss) ? _path[0].Loss - _path[^1].Loss : double.NegativeInfinity;

    /// <summary>The reason why the loss refused the model's outputs, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The updates of the trained weights with two or more axes, in the model's order.</summary>
    public IReadOnlyList<WeightUpdate> Updates { get; private set; } = [];

    /// <summary>The units at the end.</summary>
    public IReadOnlyList<UnitLayer> Layers { get; private set; } = [];

    /// <summary>The largest gain over the best constant, in standard errors: early stopping would keep these weights.</summary>
    public TrainingGain Gain { get; private set; } = new(0, 0, 0, double.NegativeInfinity, 0);

    /// <param name="examination">The examination.</param>
    /// <param name="rateFactor">The factor of the learning rate.</param>
    public static TrainingRun Run(Examination examination, double rateFactor = 1)
    {
        var run = new TrainingRun();

        // Before the training changes anything: the model may be an existing one.
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

        // Weights that started at 0 have no size for a ratio.
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
