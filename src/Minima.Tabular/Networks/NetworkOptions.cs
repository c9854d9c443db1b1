using System.Globalization;
using System.Numerics;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>Options for training a network on a table.</summary>
public sealed record NetworkOptions
{
    /// <summary>The rows of a batch unless <see cref="BatchSize"/> is given; an optimizer that searches along a line takes all rows.</summary>
    public const int UsualBatchSize = 32;

    /// <summary>The epochs without a better validation loss after which training stops unless <see cref="Patience"/> is given.</summary>
    public const int UsualPatience = 20;

    /// <summary>The words of <see cref="Normalization"/>.</summary>
    public static IReadOnlyList<string> Normalizations => Networks.Normalisations;

    /// <summary>
    /// The loss: a <see cref="Loss"/> with its parameters, or a text, which names only the given parameters; others in units of the target are scaled to the residuals. Null for the default of
    /// the task.
    /// </summary>
    public LossSpec? Loss { get; init; }

    /// <summary>A column of weights of at least 0; null for equal weights.</summary>
    public string? Weight { get; init; }

    /// <summary>Weights rows so that all classes have the same total weight.</summary>
    public bool BalancesClasses { get; init; }

    /// <summary>The widths of the hidden layers; empty for a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>The activation after each hidden layer, one of <see cref="Activations.Names"/>.</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>The proportion of hidden units that a step drops, from 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>The normalisation of hidden layers: <c>layer</c>, <c>batch</c> or <c>none</c>.</summary>
    public string Normalization { get; init; } = Networks.NoNorm;

    /// <summary>The optimizer, <c>NAME[:option=value,...]</c>: one of <see cref="Optimizers.All"/>.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>The learning rate; null for that of the optimizer.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The schedule of the learning rate, <c>NAME[:option=value,...]</c>: one of <see cref="Schedules.All"/>; null for a constant one.</summary>
    public string? Schedule { get; init; }

    /// <summary>The steps over which the learning rate rises at the start.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The weight decay; null for that of the optimizer.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>The largest norm of the gradients of a step; null for no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The distance along the gradient to the point where the gradient of each step is computed (<see cref="SharpnessAware"/>); null to compute it at the weights themselves.</summary>
    public double? SharpnessRadius { get; init; }

    /// <summary>The number of passes over all rows.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>The rows of a batch; null to let the optimizer decide.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The number of batches in a step, which act as one large batch.</summary>
    public int AccumulatedBatches { get; init; } = 1;

    /// <summary>The number of slices of a step, a power of two, as <see cref="Trainer.Slices"/>; null for whole batches.</summary>
    public int? Slices { get; init; }

    /// <summary>The processes that train together, as <see cref="Trainer.Distributed"/>; null for this one alone.</summary>
    public ProcessGroup? Distributed { get; init; }

    /// <summary>The proportion of rows kept for validation, from 0 to below 1. The table's <see cref="TableOptions.Group"/> and <see cref="TableOptions.Time"/> are obeyed.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>A table of validation rows with the same columns; null to keep <see cref="ValidationShare"/> of the rows.</summary>
    public Table? Validation { get; init; }

    /// <summary>The epochs without a better validation loss after which training stops; 0 for never, null for <see cref="UsualPatience"/>.</summary>
    public int? Patience { get; init; }

    /// <summary>The method by which several targets share each step, one of <see cref="Training.MultiTask.TaskBalances.Names"/>; null for the sum of their losses.</summary>
    public string? Balance { get; init; }

    /// <summary>The random seed; the same seed gives a bit-identical network.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A step whose loss or gradient is not finite ends the training with an exception that names the source.</summary>
    public bool Guard { get; init; } = true;

    /// <summary>The folder that receives a non-finite step for <c>minima doctor replay</c>; null for none.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>The folder that receives checkpoints; null for none.</summary>
    public CheckpointStore? Checkpoints { get; init; }

    /// <summary>The steps between checkpoints within an epoch; 0 for checkpoints at the end of epochs only.</summary>
    public int CheckpointEverySteps { get; init; }

    /// <summary>Callbacks of the training.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>The display of each step; null for none.</summary>
    public ITrainingProgress? Progress { get; init; }

    /// <summary>Rejects, before any data are read, options that fit no table: unknown names, values out of range, contradictory options.</summary>
    /// <param name="table">The table; its cells are not read.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    /// <exception cref="TrainingException">A name is unknown, or a value is rejected.</exception>
    public static void Check(Table table, NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        if (table.Target is null) throw new UsageException($"train: {table.Name} needs --target COLUMN, the column to predict; it has {DataException.List(table.Columns)}.");
        if (options.Loss?.Tuned is { } tuned) throw new UsageException($"train: --loss gives the range {tuned.Low.ToString(CultureInfo.InvariantCulture)}..{tuned.High.ToString(CultureInfo.InvariantCulture)} for {tuned.Name}, and a training takes one value. Give a number; minima compare tunes in a range.");
        foreach (var (name, count, least) in new (string, int?, int)[]
        {
            ("--epochs", options.Epochs, 1), ("--batch", options.BatchSize, 1), ("--accumulate", options.AccumulatedBatches, 1), ("--stop-early", options.Patience, 0), ("--warm-up", options.WarmUpSteps, 0), ("--checkpoint-every", options.CheckpointEverySteps, 0),
            ("--hidden", options.Hidden.DefaultIfEmpty(1).Min(), 1),
        })
        {
            if (count < least) throw new UsageException($"train: {name} is {count}; it must be a whole number of at least {least}.");
        }

        if (options.Slices is { } slices && !(slices is >= 1 and <= Trainer.MostSlices && BitOperations.IsPow2(slices))) throw new UsageException($"train: --slices is {slices}; it must be a power of two from 1 to {Trainer.MostSlices}, for example 8.");
        foreach (var (name, share) in new[] { ("--dropout", options.Dropout), ("--validation", options.ValidationShare) })
        {
            if (share is not (>= 0 and < 1)) throw new UsageException($"train: {name} is {share.ToString(CultureInfo.InvariantCulture)}; it must be a fraction of at least 0 and below 1, for example 0.2.");
        }

        string[] split = [.. new[] { ("--validation-file", options.Validation is not null), ("--group", table.Options.Group is not null), ("--time", table.Options.Time is not null) }.Where(option => option.Item2).Select(option => option.Item1)];
        if (split.Length > 1) throw new UsageException($"train: {split[0]} and {split[1]} both choose the rows for validation; give one of them.");
        if (options.LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate))) throw new UsageException($"train: --learning-rate is {rate.ToString(CultureInfo.InvariantCulture)}; it must be a finite number above 0.");
        if (options.WeightDecay is { } decay && !(decay >= 0 && double.IsFinite(decay))) throw new UsageException($"train: --weight-decay is {decay.ToString(CultureInfo.InvariantCulture)}; it must be a finite number of at least 0.");
        if (options.ClipNorm is { } clip && !(clip > 0)) throw new UsageException($"train: --clip is {clip.ToString(CultureInfo.InvariantCulture)}; the norm of gradients is clipped at a number above 0, for example 1.");
        if (options.SharpnessRadius is { } radius && !(radius > 0 && double.IsFinite(radius))) throw new UsageException($"train: --sharpness is {radius.ToString(CultureInfo.InvariantCulture)}; it must be a radius above 0, for example 0.05.");
        BalanceChoice.Check(table, options);
        Activations.ByName(options.Activation);
        Networks.CheckNormalization(options.Normalization);

        // A network of one unit shows if optimizer and schedule accept their options.
        var probe = new Linear(1, 1, new RandomState(0));
        NetworkOptimizer.Optimizer(options, probe.Parameters);
        NetworkOptimizer.Schedule(options with { WarmUpSteps = 0 }, int.MaxValue);
    }
}
