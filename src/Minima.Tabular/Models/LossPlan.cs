using Minima.Training;

namespace Minima.Tabular;

/// <summary>The loss of a training, and the transforms of targets and predictions for it.</summary>
internal sealed record LossPlan
{
    public required LossEntry Entry { get; init; }

    /// <summary>The loss takes two classes as -1 and +1.</summary>
    public bool MarginLabels { get; init; }

    /// <summary>The target is one-hot: a row with a 1 at its class.</summary>
    public bool OneHot { get; init; }

    /// <summary>The loss takes grades as classes.</summary>
    public bool AsClasses { get; init; }

    /// <summary>The link of raw predictions.</summary>
    public PredictionLink Link { get; init; }

    /// <summary>One loss per target of numbers; a single one for other targets.</summary>
    public required IReadOnlyList<TargetLoss> Targets { get; init; }

    /// <summary>The number of outputs of the network for each target: the prediction, and further inputs of the loss.</summary>
    public int OutputsEach => 1 + Targets[0].Further.Count;

    /// <summary>The displayed name.</summary>
    public string Name => Entry.IsText ? Entry.Formula : Entry.Key;

    /// <summary>The factor of the objective; the objective divided by it is the loss in its own units.</summary>
    public double Weight => Targets.Count == 1 ? Targets[0].Weight : 1;

    /// <summary>The sum that is minimised; for several targets the mean of their losses, each in units of its own scale.</summary>
    public Objective ToObjective(IReadOnlyList<string> targets) => Targets.Count == 1
        ? new Objective([new LossTerm("loss", Targets[0].Loss) { Weight = Targets[0].Weight }])
        : new Objective([.. Targets.Select((target, k) => new LossTerm(targets[k], target.Loss) { Weight = target.Weight / Targets.Count, OutputStart = k * OutputsEach, OutputCount = OutputsEach, Target = k })], TermWeights.AsGiven);
}
