using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis;

/// <summary>What is examined, and the experiments that several checks read: each is made once, when it is first asked for.</summary>
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

    /// <summary>Asked between steps.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The rows of the training data that are looked at.</summary>
    public RowSample Training { get; } = RowSample.Read(training, options.MostRows, "training");

    /// <summary>Those of the validation data, or null without one.</summary>
    public RowSample? Validation { get; } = validation is null ? null : RowSample.Read(validation, options.MostRows, "validation");

    /// <summary>The rows that models are tried on.</summary>
    public TrainingBatch Probe => field.Features.IsNone ? field = Training.First(options.MostProbeRows) : field;

    /// <summary>Those of the validation data, or null without one.</summary>
    public TrainingBatch? ValidationProbe => field ??= Validation?.First(options.MostProbeRows);

    /// <summary>What a new model says of the probe.</summary>
    public ForwardPass Outputs => field ??= With(trial => ForwardPass.Of(trial.Model, Probe.Features));

    /// <summary>Loss and gradients of a new model.</summary>
    public FirstPass First => field ??= With(trial => FirstPass.Run(trial, objective, Probe));

    /// <summary>What the loss of the probe is to be.</summary>
    public Expectation Expected => field ??= Expectation.Of(objective, Probe, Outputs);

    /// <summary>A handful of rows, overfitted.</summary>
    public OneBatchRun OneBatch => field ??= OneBatchRun.Run(this);

    /// <summary>The learning rate test.</summary>
    public RateSweep Sweep => field ??= RateSweep.Run(this);

    /// <summary>The trial training.</summary>
    public TrainingRun Run => field ??= TrainingRun.Run(this);

    /// <summary>The learning rate that was chosen.</summary>
    public double ChosenRate => field == 0 ? field = With(trial => NewOptimizer(trial.Model).LearningRate) : field;

    /// <summary>A tenth of it, or of the rate at which the loss falls fastest where that is less.</summary>
    public double CarefulRate => CarefulFactor * (double.IsNaN(Sweep.Steepest) ? ChosenRate : Math.Min(ChosenRate, Sweep.Steepest));

    /// <summary>The trial training with a careful learning rate: a control for one that went wrong.</summary>
    public TrainingRun CarefulRun => field ??= TrainingRun.Run(this, CarefulRate / ChosenRate);

    /// <summary>
    /// What is natural to measure losses in: what there is to learn, or the size of the loss where it has no floor. A likelihood with a scale may pass
    /// through 0; its unit is at least the natural logarithm's.
    /// </summary>
    public double LossUnit => !double.IsNaN(Expected.Learnable) ? Expected.Learnable
        : Math.Max(Math.Abs(Expected.Constant), BestOutputs.HasScales(objective) ? objective.Terms.Sum(term => Math.Abs(term.Weight)) : 0);

    /// <summary>A loss as people know it: without the factor that its only term is multiplied by.</summary>
    public string Shown(double loss) => NumberText.Short(objective.Terms is [{ Weight: not 0 and var weight }] ? loss / weight : loss);

    /// <summary>A model to try on.</summary>
    public Trial NewTrial(ulong further = 0) => new(makeModel, options.Seed + further);

    public Optimizer NewOptimizer(Module model) => makeOptimizer(model) ?? throw new TrainingException("The function that makes the optimizer returned null; it must return an optimizer.");

    /// <summary>The name of a column of the features.</summary>
    public string ColumnName(int column) => column < options.FeatureNames.Count ? options.FeatureNames[column] : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{column + 1}");

    /// <summary>The name of a class.</summary>
    public string ClassName(double label) => label >= 0 && label < options.ClassNames.Count && label == Math.Floor(label) ? options.ClassNames[(int)label] : NumberText.Short(label);

    public TResult With<TResult>(Func<Trial, TResult> experiment)
    {
        using var trial = NewTrial();
        return experiment(trial);
    }
}
