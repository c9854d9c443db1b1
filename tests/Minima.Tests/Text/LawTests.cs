using Minima.Tests.Compiled;
using Minima.Tests.Derivatives;
using Minima.Tests.Extremes;
using Minima.Tests.Kernels;
using Minima.Tests.Lanes;
using Minima.Tests.Matrix;
using Minima.Tests.Requests;
using Minima.Tests.Symbols;
using Minima.Tests.Weights;
using Xunit;

namespace Minima.Tests.Text;

/// <summary>A loss as text is a loss as any other: it keeps the laws of the catalogue's.</summary>
public sealed class LawTests
{
    public static TheoryData<int> Subjects => TextSubjects.Indices;

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Derivatives(int text) => Holds(text, new GradientLaw(), new SecondDerivativeLaw(), new HessianLaw());

    [SlowTheory]
    [MemberData(nameof(Subjects))]
    public void Lanes_and_threads(int text) => Holds(text, new WidthLaw(), new ThreadLaw(), new FloatLaw());

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Extremes(int text) => Holds(text, new NaNLaw(), new FiniteLaw(), new BoundLaw());

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Infinity(int text) => Holds(text, new InfinityLaw());

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Weights_and_masks(int text) => Holds(text, new UniformWeightsLaw(), new WeightLaw(), new MaskLaw(), new EmptyLaw(), new BatchLaw(), new InPlaceLaw());

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Requests(int text) => Holds(text, new LengthLaw(), new DomainLaw(), new BoundInputLaw());

    [SlowTheory]
    [MemberData(nameof(Subjects))]
    public void Recorded_and_compiled(int text) => Holds(text, new RecordedLaw(), new CompiledLaw(), new SweepLaw());

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_call_allocates_nothing(int text) => Holds(text, new AllocationLaw());

    private static void Holds(int text, params Law[] laws) => Verdict.None([.. laws.SelectMany(law => law.Failures(TextSubjects.Of(text)))]);
}
