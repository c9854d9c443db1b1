using System.Collections.Immutable;
using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>Methods of balancing tasks, by their names in the catalogue.</summary>
/// <remarks>
/// Methods that learn numbers update them with Adam at a rate of 0.025 (FAMO's; GradNorm's code has the same). MoDo and SDMGrad make each step from three batches:
/// <see cref="Trainer.AccumulatedBatches"/> is 3 with them.
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
        random => new MixtureBalance(new ImpartialGradients(), random),
        _ => new FamoBalance(LearnedRate, FamoDecay),
        random => new MixtureBalance(new MultipleGradientDescent(), random),
        random => new MixtureBalance(new GradientSurgery(), random, shuffles: true),
        _ => new VaccineBalance(VaccineRate),
        random => new MixtureBalance(new ConflictAverse(), random),
        random => new MixtureBalance(new NashBargaining(), random),
        random => new MixtureBalance(new AlignedGradients(), random),
        random => new MixtureBalance(new FairGradients(), random),
        random => new DirectionBalance(typeof(GradientSignDropout), random, (rows, draws) => new GradientSignDropout(draws.NextDouble()).Of(rows)),
        _ => new FormulaBalance(typeof(SmoothTchebycheff), losses => new SmoothTchebycheff().Of(losses)),
        random => new MixtureBalance(new DualConeProjection(), random),
        random => new DrawnMixtureBalance(random),
        _ => new LogarithmBalance(LogarithmRate),
        _ => new MomentumBalance(new MultiObjectiveMomentum()),
        _ => new ExcessBalance(ExcessRate),
        _ => Sampled(new DoubleSampling()),
        _ => Sampled(new DirectionOriented()),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(make => make(new RandomState(0)).Name)];

    /// <summary>A method with its usual settings.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">The seed of methods that draw.</param>
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

    private static SampledBalance Sampled(DoubleSampling formula) => new(typeof(DoubleSampling), formula.Moved, weights => weights);

    private static SampledBalance Sampled(DirectionOriented formula) => new(typeof(DirectionOriented), formula.Moved, formula.Shares);
}
