using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Tests.Optimizers;

/// <summary>The one kernel: every width and length gives the same bits, any number of threads too, and nothing is allocated.</summary>
public class KernelTests
{
    public static TheoryData<string, bool> Forms() => new()
    {
        { "sgd", false }, { "sgd", true }, { "adam", false }, { "amsgrad", false }, { "adamw", false }, { "nadam", false }, { "radam", false }, { "rmsprop", false },
        { "rmsprop", true }, { "adagrad", false }, { "adadelta", false }, { "adamax", false }, { "lion", false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void AnElementsWayDoesNotDependOnItsPlace(string name, bool hasMomentum)
    {
        // Lengths around every lane width: an element updated alone, and the same one within a longer parameter.
        foreach (var type in new[] { ElementType.Single, ElementType.Double })
        {
            var all = Enumerable.Range(1, 35).Select(length => (Length: length, Values: Train(name, hasMomentum, type, length))).ToList();
            var longest = all[^1].Values;
            foreach (var (length, values) in all) Assert.Equal(longest[..length], values);
        }
    }

    [SlowTheory]
    [MemberData(nameof(Forms))]
    public void BitsDoNotDependOnTheNumberOfThreads(string name, bool hasMomentum)
    {
        var results = new List<double[]>();
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var most = new ThreadLimit(threads);
            results.Add(Train(name, hasMomentum, ElementType.Single, 50_001));
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void AStepAllocatesNothing(string name, bool hasMomentum)
    {
        var parameter = TestParameter.Of("w", ElementType.Single, new double[1000]);
        var optimizer = Training.Optimizers.Create(name, [parameter, TestParameter.Of("b", ElementType.Double, 1)], 0.01, hasMomentum ? [("momentum", 0.9)] : []);
        parameter.SetGradient([.. Enumerable.Range(0, 1000).Select(i => i * 0.01)]);
        for (var i = 0; i < 3; i++) Step(optimizer);
        Assert.Equal(0, Steady.Allocated(() => Step(optimizer), steps: 50));
    }

    [Fact]
    public unsafe void EveryWidthGivesTheSameBits()
    {
        var clock = new UpdateClock { Step = 3, Product = 1 };
        var formula = AdamFormula<On>.At(new AdamRule(0.9, 0.999, 1e-8, true), 0.01, ref clock);
        var bits = new HashSet<string>(StringComparer.Ordinal) { Run<V16, float>(formula), Run<V8, float>(formula), Run<V4, float>(formula), Run<F32, float>(formula) };
        Assert.Single(bits);
        bits = new HashSet<string>(StringComparer.Ordinal) { Run<W8, double>(formula), Run<W4, double>(formula), Run<W2, double>(formula), Run<F64, double>(formula) };
        Assert.Single(bits);
    }

    [Fact]
    public void AUsersOwnOptimizerIsOneFormula()
    {
        var parameter = TestParameter.Of("w", ElementType.Single, 1, 2, 3);
        var optimizer = new SignDescent([parameter], 0.25);
        parameter.SetGradient(5, -0.001, 0);
        optimizer.Step();
        Assert.Equal([0.75, 2.25, 3], parameter.Value.ToArray());
        Assert.Equal("sign_descent", optimizer.ExportState().Kind);
    }

    private static void Step(Optimizer optimizer)
    {
        optimizer.ClipByNorm(1);
        optimizer.ClipByValue(0.5);
        optimizer.Step();
    }

    private static double[] Train(string name, bool hasMomentum, ElementType type, int length)
    {
        var parameter = TestParameter.Of("w", type, [.. Enumerable.Range(0, length).Select(i => Math.Sin(i))]);
        var optimizer = Training.Optimizers.Create(name, [parameter], 0.01, hasMomentum ? [("momentum", 0.9), ("weight_decay", 0.1)] : [("weight_decay", 0.1)]);
        for (var step = 0; step < 7; step++)
        {
            parameter.SetGradient([.. Enumerable.Range(0, length).Select(i => Math.Cos((i * 1.7) + step))]);
            optimizer.Step();
        }

        return parameter.Value.ToArray();
    }

    private static unsafe string Run<L, TElement>(AdamFormula<On> formula)
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, System.Numerics.IFloatingPointIeee754<TElement>
    {
        const int Count = 48;
        var memory = (TElement*)NativeMemory.AlignedAlloc((nuint)(5 * Count * sizeof(TElement)), 64);
        try
        {
            for (var i = 0; i < 5 * Count; i++) memory[i] = TElement.CreateTruncating(i < 2 * Count ? Math.Sin(i) : 0.01 * (1 + Math.Sin(i)));
            var block = new UpdateBlock
            {
                Parameter = memory,
                Gradient = memory + Count,
                First = memory + (2 * Count),
                Second = memory + (3 * Count),
                Third = memory + (4 * Count),
                Scale = 0.7,
                Limit = 0.6,
                Decay = 0.01,
                Keep = 0.99,
            };
            for (var step = 0; step < 3; step++) UpdateKernel<AdamRule, AdamFormula<On>, L, TElement>.Run(formula, block, 0, Count);
            return Convert.ToHexString(new ReadOnlySpan<byte>(memory, 5 * Count * sizeof(TElement)));
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }
}

/// <summary>What a user writes for a rule of his own.</summary>
[Optimizer("sign_descent", LearningRate = 0.01, Summary = "Steps of one size.")]
internal readonly partial record struct SignDescentRule : IUpdateRule<SignDescentRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<SignDescentRule, SignFormula>();
}

/// <summary>w -= rate sign(g).</summary>
internal readonly struct SignFormula(double learningRate) : IUpdateFormula<SignDescentRule, SignFormula>
{
    public static IReadOnlyList<string> StateNames => [];

    public static int States => 0;

    public static SignFormula At(SignDescentRule rule, double learningRate, ref UpdateClock clock) => new(learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L> => parameter -= learningRate * L.Sign(gradient);
}
