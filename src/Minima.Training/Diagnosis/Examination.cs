using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis;

/// <summary>The subject of an examination, and the experiments that several checks use: each runs once, on first use.</summary>
internal sealed class Examination(
    Func<ulong, Module> makeModel,
    Objective objective,
    Func<Module, Optimizer> makeOptimizer,
    IBatchSource training,
    IBatchSource? validation,
    DoctorOptions options,
    CancellationToken cancellation)
{
    private const double CarefulFactor = 0.1;

    public Objective Objective => objective;

    public DoctorOptions Options => options;

    public IBatchSource TrainingSource => training;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The rows of the training data to check.</summary>
    public RowSample Training { get; } = RowSample.Read(training, options.MostRows, "training");

    /// <summary>The rows of the validation data to check; null without validation data.</summary>
    public RowSample? Validation { get; } = validation is null ? null : RowSample.Read(validation, options.MostRows, "validation");

    /// <summary>The training rows for checks of models.</summary>
    public TrainingBatch Probe => field.Features.IsNone ? field = Training.First(options.MostProbeRows) : field;

    /// <summary>The validation rows for checks of models; null without validation data.</summary>
    public TrainingBatch? ValidationProbe => field ??= Validation?.First(options.MostProbeRows);

    /// <summary>The outputs of a new model for the probe.</summary>
    public ForwardPass Outputs => field ??= With(trial => ForwardPass.Of(trial.Model, Probe.Features));

    /// <summary>Loss and gradients of a new model.</summary>
    public FirstPass First => field ??= With(trial => FirstPass.Run(trial, objective, Probe));

    /// <summary>The expected losses of the probe.</summary>
    public Expectation Expected => field ??= Expectation.Of(objective, Probe, Outputs);

    /// <summary>An overfitted handful of rows.</summary>
    public OneBatchRun OneBatch => field ??= OneBatchRun.Run(this);

    /// <summary>The learning rate test.</summary>
    public RateSweep Sweep => field ??= RateSweep.Run(this);

    /// <summary>The trial training.</summary>
    public TrainingRun Run => field ??= TrainingRun.Run(this);

    /// <summary>The chosen learning rate.</summary>
    public double ChosenRate => field == 0 ? field = With(trial => NewOptimizer(trial.Model).LearningRate) : field;

    /// <summary>A tenth of the chosen rate, or of the rate at which the loss falls fastest if that is less.</summary>
    public double CarefulRate => CarefulFactor * (double.IsNaN(Sweep.Steepest) ? ChosenRate : Math.Min(ChosenRate, Sweep.Steepest));

    /// <summary>The trial training with a careful learning rate: a control for one that failed.</summary>
    public TrainingRun CarefulRun => field ??= TrainingRun.Run(this, CarefulRate / ChosenRate);

    /// <summary>
    /// The natural unit of losses: the learnable part, or the size of the loss if it has no floor. A likelihood with a scale may pass through 0; its unit is at
    /// least that of the natural logarithm.
    /// </summary>
    public double LossUnit => !double.IsNaN(Expected.Learnable) ? Expected.Learnable
        : Math.Max(Math.Abs(Expected.Constant), BestOutputs.HasScales(objective) ? objective.Terms.Sum(term => Math.Abs(term.Weight)) : 0);

    /// <summary>A loss without the weight of the only term, as text.</summary>
    public string Shown(double loss) => NumberText.Short(objective.Terms is [{ Weight: not 0 and var weight }] ? loss / weight : loss);

    /// <summary>A model for an experiment.</summary>
    public Trial NewTrial(ulong further = 0) => new(makeModel, options.Seed + further);

    public Optimizer NewOptimizer(Module model) => makeOptimizer(model) ?? throw new TrainingException("The function that makes the optimizer returned null; it must return an optimizer.");

    public string ColumnName(int column) => column < options.FeatureNames.Count ? options.FeatureNames[column] : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{column + 1}");

    public string ClassName(double label) => label >= 0 && label < options.ClassNames.Count && label == Math.Floor(label) ? options.ClassNames[(int)label] : NumberText.Short(label);

    public TResult With<TResult>(Func<Trial, TResult> experiment)
    {
        using var trial = NewTrial();
        return experiment(trial);
    }
}
