using Minima.Tests.Compiled;
using Minima.Tests.Derivatives;
using Minima.Tests.Extremes;
using Minima.Tests.Kernels;
using Minima.Tests.Lanes;
using Minima.Tests.Matrix;
using Minima.Tests.Reference;
using Minima.Tests.Requests;
using Minima.Tests.SecondDerivatives;
using Minima.Tests.Symbols;
using Minima.Tests.Weights;
using Minima.Tests.Writers;
using Xunit;

namespace Minima.Tests.Broken;

/// <summary>Tests of the tests: every law rejects a loss, or an engine, that breaks it.</summary>
public sealed class RejectionTests
{
    /// <summary>Each law with something that it must reject.</summary>
    private static readonly (Law Law, Loss Wrong)[] Rejections =
    [
        (new GradientLaw(), Wrong("broken_slope")),
        (new GradientLaw(), Wrong("broken_stop")),
        (new SecondDerivativeLaw(), Wrong("broken_curvature")),
        (new PointCurvatureLaw(), Wrong("broken_cancelling")),
        (new OverflowLaw(), Wrong("broken_product")),
        (new HessianLaw(), Wrong("broken_lanes")),
        (new HessianLaw(), Wrong("broken_state")),
        (new WidthLaw(), Wrong("broken_lanes")),
        (new ThreadLaw(), Wrong("broken_state")),
        (new FloatLaw(), Wrong("broken_epsilon")),
        (new NaNLaw(), Wrong("broken_nan")),
        (new FiniteLaw(), Wrong("broken_overflow")),
        (new FiniteLaw(), Wrong("broken_domain")),
        (new InfinityLaw(), Wrong("broken_overflow")),
        (new BoundLaw(), Wrong("broken_bound")),
        (new BoundLaw(), Wrong("broken_sign")),
        (new UniformWeightsLaw(), Wrong("broken_state")),
        (new MeanGradientLaw(), Wrong("broken_state")),
        (new UniformWeightsLaw(), Engine(Fault.DividesByCount)),
        (new WeightLaw(), Engine(Fault.DividesByCount)),
        (new WeightLaw(), Wrong("broken_state")),
        (new MaskLaw(), Engine(Fault.MaskMultiplies)),
        (new EmptyLaw(), Engine(Fault.EmptyIsNaN)),
        (new BatchLaw(), Wrong("broken_state")),
        (new BatchLaw(), Engine(Fault.Wobbles)),
        (new InPlaceLaw(), Engine(Fault.RefusesNothing)),
        (new InPlaceLaw(), Wrong("broken_state")),
        (new LengthLaw(), Engine(Fault.RefusesNothing)),
        (new DomainLaw(), Engine(Fault.RefusesNothing)),
        (new ParameterLaw(), Unchecked()),
        (new BoundInputLaw(), Engine(Fault.Wobbles)),
        (new AllocationLaw(), Wrong("broken_allocation")),
        (new SweepLaw(), Wrong("broken_sweep")),
        (new CompiledLaw(), Wrong("broken_state")),
        (new RecordedLaw(), Wrong("broken_state")),
        (new FoldedLaw(), Wrong("broken_state")),
        (new SymbolicSlopeLaw(), Wrong("broken_state")),
        (new DisplayedLaw(), Wrong("broken_state")),
        (new DisplayedSlopeLaw(), Wrong("broken_state")),
        (new SymbolicCurvatureLaw(), Wrong("broken_state")),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Rejections.Length)];

    [SlowTheory]
    [MemberData(nameof(Indices))]
    public void Law_rejects_what_breaks_it(int index)
    {
        var (law, wrong) = Rejections[index];
        Assert.True(law.Failures(wrong).Any(), $"{law.GetType().Name} has nothing against {wrong}");
    }

    /// <summary>A law that rejects none is not a law.</summary>
    [Fact]
    public void Every_law_is_tried()
    {
        var laws = typeof(Law).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Law)));
        Assert.Empty(laws.Except(Rejections.Select(r => r.Law.GetType())));
    }

    [Theory]
    [InlineData("mse", "broken_sign")]
    [InlineData("huber", "broken_half")]
    [InlineData("hinge", "broken_kink")]
    public void Reference_rejects_what_breaks_it(string right, string wrong) =>
        Assert.NotEmpty(ReferenceTable.Of(right).SelectMany(row => ReferenceTests.Failures(row, Wrong(wrong))));

    private static Loss Wrong(string key) => Minima.Loss.Create(Entry(key), new Dictionary<string, object?>(StringComparer.Ordinal));

    private static LossEntry Entry(string key) => GeneratedLosses.Module.Entries.Single(entry => entry.Key == key);

    private static Loss Engine(Fault fault) => Wrong("broken_engine_subject").Accept(new Breaker(fault));

    /// <summary>An entry that checks no parameter: it says that every number will do, and reads the same parameter off any loss.</summary>
    private static Loss Unchecked()
    {
        var entry = Entry("broken_engine_subject");
        var careless = new LossEntry
        {
            Key = entry.Key,
            Name = entry.Name,
            ChineseName = entry.ChineseName,
            English = entry.English,
            Chinese = entry.Chinese,
            Family = entry.Family,
            Shape = entry.Shape,
            Type = entry.Type,
            Inputs = entry.Inputs,
            Parameters = [.. entry.Parameters.Select(p => new ParameterInfo { Name = p.Name, Kind = p.Kind, Default = p.Default, Domain = Domain.AtLeast(-5), BindsInput = p.BindsInput })],
            Create = entry.Create,
            ParametersOf = entry.ParametersOf,
        };
        return entry.Create(careless, [.. entry.Parameters.Select(p => p.Default)]);
    }
}
