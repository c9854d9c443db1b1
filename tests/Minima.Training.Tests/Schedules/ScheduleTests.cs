using System.Text.Json;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Schedules;

/// <summary>Every schedule gives PyTorch's learning rates, at any step in any order.</summary>
public class ScheduleTests
{
    private static readonly JsonElement Data = Reference.Read("schedules");

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Data.GetProperty("schedules").GetArrayLength())];

    public static TheoryData<int> Plateaus() => [.. Enumerable.Range(0, Data.GetProperty("plateaus").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void FactorsAreTheReferences(int index)
    {
        var row = Data.GetProperty("schedules")[index];
        var schedule = Training.Schedules.Create(row.GetProperty("name").GetString()!, Options(row));
        Compare(Reference.Numbers(row.GetProperty("factors")), schedule);
        if (!row.TryGetProperty("momenta", out var momenta)) return;
        var cycle = Assert.IsType<OneCycleSchedule>(schedule);
        var expected = Reference.Numbers(momenta);
        for (var step = 0; step < expected.Length; step++) Assert.Equal(expected[step], cycle.MomentumAt(step), 1e-12);
    }

    [Fact]
    public void ComposedSchedulesAreTheReferences()
    {
        var composed = Data.GetProperty("composed");
        Compare(Reference.Numbers(composed.GetProperty("multi_step")), new MultiStepSchedule([9, 5, 3, 5], 0.5));
        Compare(Reference.Numbers(composed.GetProperty("sequence")), new SequenceSchedule((new ConstantSchedule(0.1, 2), 4), (new ExponentialSchedule(0.9), 1)));
        Compare(Reference.Numbers(composed.GetProperty("chain")), new ChainSchedule(new ConstantSchedule(0.1, 3), new ExponentialSchedule(0.9)));
    }

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void PlateausAreTheReferences(int index)
    {
        var row = Data.GetProperty("plateaus")[index];
        var schedule = Assert.IsType<PlateauSchedule>(Training.Schedules.Create("plateau", Options(row)));
        var metric = Reference.Numbers(row.GetProperty("metric"));
        var factors = Reference.Numbers(row.GetProperty("factors"));
        var before = 1.0;
        for (var epoch = 0; epoch < metric.Length; epoch++)
        {
            // The state goes through another schedule at every epoch: resuming changes nothing.
            var resumed = Assert.IsType<PlateauSchedule>(Training.Schedules.Create("plateau", Options(row)));
            resumed.ImportState(schedule.ExportState());
            schedule = resumed;
            Assert.Equal(factors[epoch] < before, schedule.Report(metric[epoch]));
            Assert.Equal(factors[epoch], schedule.At(epoch), 1e-15);
            before = factors[epoch];
        }
    }

    [Fact]
    public void EverySchedulesOptionsMakeItAgain()
    {
        foreach (var row in Data.GetProperty("schedules").EnumerateArray())
        {
            var schedule = Training.Schedules.Create(row.GetProperty("name").GetString()!, Options(row));
            var again = Training.Schedules.Create(schedule.Name, [.. schedule.Settings]);
            for (var step = 0; step < 50; step++) Assert.Equal(schedule.At(step), again.At(step));
        }
    }

    [Fact]
    public void BehindTheirEndSchedulesStayWhereTheyAre()
    {
        Assert.Equal(0.25, new CosineSchedule(10, 0.25).At(10));
        Assert.Equal(0.25, new CosineSchedule(10, 0.25).At(long.MaxValue));
        Assert.Equal(0, new PolynomialSchedule(10).At(11));
        Assert.Equal(0.5, new WarmUpSchedule(10, 0, 0.5).At(1000));
        Assert.Equal(0, new WarmUpSchedule(10, 0).At(0));
        var cycle = new OneCycleSchedule(10);
        Assert.Equal(cycle.At(9), cycle.At(100));
        Assert.InRange(new CosineRestartsSchedule(3, 2).At(long.MaxValue), 0, 1);
        Assert.Equal(1, new ConstantSchedule().At(0));
    }

    [Fact]
    public void AScheduleMovesAnOptimizersFactorAndLeavesItsRate()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1.0);
        var optimizer = new Sgd([parameter], learningRate: 0.5);
        var schedule = new PolynomialSchedule(2);
        var expected = 1.0;
        for (var step = 0; step < 4; step++)
        {
            schedule.Apply(optimizer, step);
            parameter.SetGradient(1);
            optimizer.Step();
            expected -= step < 2 ? 0.5 * (1 - (0.5 * step)) : 0;
            Assert.Equal(expected, parameter.Value.Item());
        }

        Assert.Equal(0.5, optimizer.LearningRate);
        Assert.Equal(0, optimizer.LearningRateFactor);
    }

    [Fact]
    public void ANaNMetricIsNoImprovement()
    {
        var schedule = new PlateauSchedule(gamma: 0.5, patience: 1);
        Assert.False(schedule.Report(1));
        Assert.False(schedule.Report(double.NaN));
        Assert.True(schedule.Report(double.NaN));
    }

    [Fact]
    public void ANegativeMetricGetsBetterByGrowingMoreNegative()
    {
        // PyTorch 1.13 takes 1 - threshold of a negative best for the bar, which a worse metric passes.
        var schedule = new PlateauSchedule(gamma: 0.5, patience: 0, threshold: 0.1);
        Assert.False(schedule.Report(-10));
        Assert.True(schedule.Report(-9.5));
        Assert.False(schedule.Report(-11.5));
    }

    [Fact]
    public void WhatIsRefusedSaysWhy()
    {
        Refusal.Of("'cosin' (did you mean 'cosine'?)", () => Training.Schedules.Create("cosin"));
        Refusal.Of("cosine needs steps", () => Training.Schedules.Create("cosine"));
        Refusal.Of("cosine has no option 'stepz' (did you mean 'steps'?)", () => Training.Schedules.Create("cosine", ("stepz", 3)));
        Refusal.Of("steps is given twice", () => Training.Schedules.Create("cosine", ("steps", 3), ("Steps", 4)));
        Refusal.Of("steps is 2.5; it must be a whole number", () => Training.Schedules.Create("cosine", ("steps", 2.5)));
        Refusal.Of("steps is 0", () => new CosineSchedule(0));
        Refusal.Of("gamma is NaN", () => new ExponentialSchedule(double.NaN));
        Refusal.Of("gamma is 0", () => new StepSchedule(3, 0));
        Refusal.Of("start is -1", () => new WarmUpSchedule(3, -1));
        Refusal.Of("a phase has no steps", () => new OneCycleSchedule(3));
        Refusal.Of("a phase has no steps", () => new OneCycleSchedule(100, rising: 0.6, threePhases: true));
        Refusal.Of("there is no step -1", () => new CosineSchedule(3).At(-1));
        Refusal.Of("milestones", () => new MultiStepSchedule([]));
        Refusal.Of("milestones", () => new MultiStepSchedule([-1]));
        Refusal.Of("gamma is -1", () => new MultiStepSchedule([1], -1));
        Refusal.Of("chain", () => new ChainSchedule());
        Refusal.Of("sequence", () => new SequenceSchedule());
        Refusal.Of("constant has 0 steps", () => new SequenceSchedule((new ConstantSchedule(), 0)));
        var state = new PlateauSchedule().ExportState();
        Refusal.Of("given to 'plateau'", () => new PlateauSchedule().ImportState(new NamedState("adam", state.Numbers, state.Tensors)));
        Refusal.Of("the imported factor", () => new PlateauSchedule().ImportState(Changed(state, "factor", double.NaN)));
        Refusal.Of("'bad_reports' of plateau is -1", () => new PlateauSchedule().ImportState(Changed(state, "bad_reports", -1)));
        Refusal.Of("1 unknown here ('more')", () => new PlateauSchedule().ImportState(Changed(state, "more", 1)));
    }

    private static NamedState Changed(NamedState state, string name, double value) =>
        new(state.Kind, new Dictionary<string, double>(state.Numbers, StringComparer.Ordinal) { [name] = value }, state.Tensors);

    private static void Compare(double[] expected, Schedule schedule)
    {
        // Backwards: a schedule has no memory.
        for (var step = expected.Length - 1; step >= 0; step--) Assert.Equal(expected[step], schedule.At(step), 1e-12 * Math.Max(1e-3, expected[step]));
    }

    private static (string, double)[] Options(JsonElement row) => [.. row.GetProperty("options").EnumerateObject().Select(o => (o.Name, o.Value.GetDouble()))];
}
