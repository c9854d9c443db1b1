using System.Collections.Immutable;
using Minima.Training.Losses;

namespace Minima.Training.MultiTask;

/// <summary>The methods by which tasks share a step, by the names of the catalogue.</summary>
/// <remarks>
/// Those that learn numbers move them with Adam at a rate of 0.025 (FAMO's; GradNorm's code has the same). Two entries of the catalogue are not here,
/// because each of their steps asks for gradients of three batches: MoDo and SDMGrad, to be applied in a loop of one's own.
/// </remarks>
public static class TaskBalances
{
    private const double LearnedRate = 0.025;
    private const double FamoDecay = 1e-3;
    private const double GradNormAlpha = 1.5;
    private const double VaccineRate = 0.01;
    private const double LogarithmRate = 0.9;
    private const double ExcessRate = 0.01;

    private static readonly ImmutableArray<Func<RandomState, TaskBalance>> Makers =
    [
        _ => new FixedBalance([]),
        random => new RandomBalance(random),
        _ => new LearnedBalance(typeof(UncertaintyWeighting), (losses, learned) => new UncertaintyWeighting().Of(losses, learned), LearnedRate),
        _ => new AveragingBalance(2),
        _ => new NormBalance(GradNormAlpha, LearnedRate),
        _ => new FormulaBalance(typeof(GeometricLossStrategy), losses => new GeometricLossStrategy().Of(losses)),
        _ => new LearnedBalance(typeof(ImpartialLossBalance), (losses, learned) => new ImpartialLossBalance().Of(losses, learned), LearnedRate),
        random => Direction<ImpartialGradients>(random, (rows, _) => new ImpartialGradients().Of(rows)),
        _ => new FamoBalance(LearnedRate, FamoDecay),
        random => Direction<MultipleGradientDescent>(random, (rows, _) => new MultipleGradientDescent().Of(rows)),
        random => Direction<GradientSurgery>(random, (rows, draws) => new GradientSurgery().Of(DirectionBalance.Shuffled(rows, draws))),
        _ => new VaccineBalance(VaccineRate),
        random => Direction<ConflictAverse>(random, (rows, _) => new ConflictAverse().Of(rows)),
        random => Direction<NashBargaining>(random, (rows, _) => new NashBargaining().Of(rows)),
        random => Direction<AlignedGradients>(random, (rows, _) => new AlignedGradients().Of(rows)),
        random => Direction<FairGradients>(random, (rows, _) => new FairGradients().Of(rows)),
        random => Direction<GradientSignDropout>(random, (rows, draws) => new GradientSignDropout(draws.NextDouble()).Of(rows)),
        _ => new FormulaBalance(typeof(SmoothTchebycheff), losses => new SmoothTchebycheff().Of(losses)),
        random => Direction<DualConeProjection>(random, (rows, _) => new DualConeProjection().Of(rows)),
        random => Direction<RandomGradientWeighting>(random, (rows, draws) => new RandomGradientWeighting().Of(rows, SmallTensors.Of([.. Enumerable.Range(0, rows.Shape[0]).Select(_ => draws.NextNormal())]))),
        _ => new LogarithmBalance(LogarithmRate),
        _ => new MomentumBalance(new MultiObjectiveMomentum()),
        _ => new ExcessBalance(ExcessRate),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(make => make(new RandomState(0)).Name)];

    /// <summary>A method with its usual settings.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Of those that draw.</param>
    /// <exception cref="TrainingException">No method of this name.</exception>
    public static TaskBalance Create(string name, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = Names.ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? Makers[index](new RandomState(seed))
            : throw new TrainingException($"There is no method for several tasks named '{name}'. There are {string.Join(", ", Names)}.");
    }

    /// <summary>The same weights in every step, divided by their sum.</summary>
    /// <param name="weights">One for each task, 0 or above.</param>
    public static TaskBalance Fixed(params ReadOnlySpan<double> weights) => new FixedBalance([.. weights]);

    /// <summary>A direction that a formula makes of [tasks, parameters].</summary>
    private static DirectionBalance Direction<TFormula>(RandomState random, Func<Tensor, RandomState, LossTerms> of)
        where TFormula : struct, ITensorLoss => new(typeof(TFormula), random, of);
}
