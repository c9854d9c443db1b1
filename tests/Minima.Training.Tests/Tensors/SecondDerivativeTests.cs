using Minima.Losses;
using Minima.Training.Tests.TensorLosses;

namespace Minima.Training.Tests.Tensors;

/// <summary>Every loss of the core has second derivatives across its elements and inputs, held to differences of its gradients.</summary>
public sealed class SecondDerivativeTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Keys => [.. Minima.GeneratedLosses.Module.Entries.Where(entry => entry.Inputs.Any(input => input.Differentiated)).Select(entry => entry.Key)];

    [SlowTheory]
    [SampledData(nameof(Keys))]
    public void AreThoseOfDifferences(string key)
    {
        var entry = Catalogue.Find(key);
        var rows = ReferenceCase.Of(key).Where(row => row.IsPlain(entry) && row.Value.All(double.IsFinite)).ToArray();
        var compared = 0;
        foreach (var row in rows) compared += Compare(entry, row);
        Assert.True(compared > 0, $"nothing was compared in {rows.Length} cases");
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.None)]
    public void RowsCountAsTheyDo(Reduction reduction)
    {
        var labels = Tensor.Of([0, 1, 3, 2, 2, 0], [2, 3]);
        GradientCheck.HoldsTwice(x => new CrossEntropy().Apply(x[0], labels, Arguments()), GradientCheck.Numbers([2, 4, 3]));
        GradientCheck.HoldsTwice(x => Loss.Create("softmax_focal", ("gamma", 1.5)).Apply(x[0], labels, Arguments()), GradientCheck.Numbers([2, 4, 3]));

        LossArguments Arguments() => new()
        {
            Reduction = reduction,
            Weight = GradientCheck.Numbers([2, 3], 3, 0.5, 2),
            ClassWeight = GradientCheck.Numbers([4], 4, 0.5, 2),
            IgnoreIndex = 3,
            ClassAxis = 1,
        };
    }

    [Fact]
    public void ARowThatIsLeftOutMayHoldAnything()
    {
        var x = Tensor.Of([double.NaN, 1, double.PositiveInfinity, 0.5, 0.1, -0.2], [2, 3]).WithGradient();
        var gradient = Autograd.Gradient(new CrossEntropy().Apply(x, Tensor.Of([-100, 1], [2])), [x], createGraph: true)[0];
        Autograd.Gradient((gradient * gradient).Sum(), [x])[0].ToArray().Take(3).ToList().ForEach(slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void OfNothingThereIsNothing()
    {
        var x = Tensor.Zeros([0, 3]).WithGradient();
        var gradient = Autograd.Gradient(new CrossEntropy().Apply(x, Tensor.Of((ReadOnlySpan<int>)[], [0])), [x], createGraph: true)[0];
        Assert.Equal([0, 3], gradient.Shape);
        Assert.Empty(gradient.ToArray());
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.None)]
    public void InputsTogether(Reduction reduction)
    {
        Shape shape = [3, 2];
        var (target, weight) = (GradientCheck.Numbers(shape, 2), GradientCheck.Numbers(shape, 5, 0.5, 2));
        GradientCheck.HoldsTwice(
            x => Loss.Parse("(p - t)^2*exp(-s) + s*u^3").Apply(x[0], target, new LossArguments { Reduction = reduction, Weight = weight, Third = x[1], Fourth = x[2] }),
            GradientCheck.Numbers(shape),
            GradientCheck.Numbers(shape, 3),
            GradientCheck.Numbers(shape, 4));
        GradientCheck.HoldsTwice(
            x => Loss.Parse("(p - t)^2*exp(-s) + s*u^3").Apply(x[0], target, new LossArguments { Reduction = reduction, Fourth = x[1], Third = target }),
            GradientCheck.Numbers(shape),
            GradientCheck.Numbers(shape, 3));
        GradientCheck.HoldsTwice(
            x => new IntersectionOverUnion().Apply(x[0], Tensor.Of([0.0, 0, 2, 2, 1, 1, 3, 3], [2, 4]), new LossArguments { Reduction = reduction, Weight = Tensor.Of([0.5, 2], [2]) }),
            Tensor.Of([0.3, 0.2, 2.2, 1.9, 0.6, 0.7, 2.5, 3.3], [2, 4]));
        GradientCheck.HoldsTwice(
            x => new Dice().Apply(x[0], GradientCheck.Numbers([2, 3, 4], 2, 0.1, 0.9), new LossArguments { Reduction = reduction, Weight = GradientCheck.Numbers([2, 3], 5, 0.5, 2) }),
            GradientCheck.Numbers([2, 3, 4], 1, 0.1, 0.9));
    }

    [Fact]
    public void ThirdDerivativesAreThereToo()
    {
        var (labels, leaf) = (Tensor.Of([2, 0], [2]), GradientCheck.Numbers([2, 3]).WithGradient());
        var third = Autograd.Gradient(Curvature(leaf), [leaf])[0].ToArray();
        for (var k = 0; k < third.Length; k++)
        {
            var slope = (Curvature(Moved(k, Step)).Item() - Curvature(Moved(k, -Step)).Item()) / (2 * Step);
            Assert.Equal(slope, third[k], 1e-8);
        }

        Tensor Curvature(Tensor x)
        {
            var gradient = Autograd.Gradient(new CrossEntropy().Apply(x, labels), [x], createGraph: true)[0];
            return (Autograd.Gradient((gradient * GradientCheck.Numbers(x.Shape, 3)).Sum(), [x], createGraph: true)[0] * GradientCheck.Numbers(x.Shape, 4)).Sum();
        }

        Tensor Moved(int place, double by)
        {
            var values = leaf.ToArray();
            values[place] += by;
            return Tensor.Of(values, leaf.Shape).WithGradient();
        }
    }

    [Fact]
    public void FloatFollowsDouble()
    {
        var labels = Tensor.Of([2, 0], [2]);
        var (wide, narrow) = (Penalty(ElementType.Double), Penalty(ElementType.Single));
        for (var k = 0; k < wide.Length; k++) Assert.Equal(wide[k], narrow[k], 1e-6);

        double[] Penalty(ElementType type)
        {
            var x = GradientCheck.Numbers([2, 3]).To(type).WithGradient();
            var gradient = Autograd.Gradient(new CrossEntropy().Apply(x, labels), [x], createGraph: true)[0];
            return Autograd.Gradient((gradient * gradient).Sum(), [x])[0].ToArray();
        }
    }

    private static int Compare(LossEntry entry, ReferenceCase row)
    {
        using var step = StepScope.Begin();
        var loss = row.AnyLoss(entry);
        var inputs = row.Inputs(entry, ElementType.Double);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].IsNone && entry.Inputs[i].Differentiated) inputs[i] = inputs[i].WithGradient();
        }

        Tensor[] leaves = [.. inputs.Where(input => !input.IsNone && input.RequiresGradient)];
        if (leaves.Sum(leaf => leaf.Count) is 0 or > 60) return 0;
        var plain = Autograd.Gradient(Value(), leaves);
        var recorded = Autograd.Gradient(Value(), leaves, createGraph: true);
        for (var i = 0; i < leaves.Length; i++)
        {
            var (want, got) = (plain[i].ToArray(), recorded[i].ToArray());
            for (var k = 0; k < want.Length; k++) Assert.True(want[k].Equals(got[k]) || Math.Abs(want[k] - got[k]) <= 1e-9 * Math.Max(1, Math.Abs(want[k])), $"{row}: the gradient of input {i} at {k} is {want[k]:R}, recorded {got[k]:R}");
        }

        var total = Along(recorded);
        var second = total.RequiresGradient ? Autograd.Gradient(total, leaves) : [.. leaves.Select(leaf => Tensor.Zeros(leaf.Shape, leaf.Type))];
        var compared = 0;
        for (var i = 0; i < leaves.Length; i++)
        {
            var got = second[i].ToArray();
            Assert.All(got, value => Assert.False(double.IsNaN(value), $"{row}: a second derivative along input {i} is NaN"));
            for (var k = 0; k < got.Length; k++)
            {
                // A part of a formula may bend at 0 where the whole does not: |x| squared.
                if (leaves[i].Read<double>()[k] == 0 || Difference(leaves[i], k) is not { } want) continue;
                compared++;
                if (entry.StopsGradient) continue; // Its gradient is that of no function.
                Assert.True(Math.Abs(want - got[k]) <= 2e-4 * Math.Max(1, Math.Abs(want)), $"{row}: the second derivative along input {i} at {k} is {got[k]:R}, differences give {want:R}");
            }
        }

        return compared;

        Tensor Value()
        {
            var arguments = new LossArguments { Reduction = loss.Groups is not null && entry.Sums!.IsScalar ? Reduction.Mean : row.Reduction, Third = inputs.ElementAtOrDefault(2), Fourth = inputs.ElementAtOrDefault(3) };
            var value = loss.Apply(inputs[0], inputs.ElementAtOrDefault(1), arguments);
            return value.Rank == 0 ? value : (value * GradientCheck.Numbers(value.Shape, 5)).Sum();
        }

        // The derivative of the gradient along fixed weights; none where it jumps or bends beside the point, or differences lose their digits.
        double? Difference(Tensor leaf, int place)
        {
            var (here, up, down, near) = (At(0), At(Step), At(-Step), At(Step / 2));
            var (above, below, half) = ((up - here) / Step, (here - down) / Step, (near - here) / (Step / 2));
            var central = (up - down) / (2 * Step);
            return Math.Abs(above - below) <= 1e-4 * Math.Max(1, Math.Abs(central)) && Math.Abs(half - above) <= 1e-4 * Math.Max(1, Math.Abs(central)) ? central : null;

            double At(double moved)
            {
                var values = leaf.Write<double>();
                var kept = values[place];
                values[place] = kept + moved;
                try
                {
                    return Along(Autograd.Gradient(Value(), leaves)).Item();
                }
                catch (LossException)
                {
                    // Outside of the domain: an edge, where differences have one side only.
                    return double.NaN;
                }
                finally
                {
                    values[place] = kept;
                }
            }
        }

        static Tensor Along(Tensor[] gradients) => gradients.Select((gradient, i) => (gradient * GradientCheck.Numbers(gradient.Shape, 11 + i, 0.5, 1.5)).Sum()).Aggregate((sum, one) => sum + one);
    }
}
