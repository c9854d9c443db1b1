using Minima.Tensors.Randomness;
using Minima.Training.Diagnosis;
using Minima.Training.Tests.Loop;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>An examination changes nothing, is repeatable, and says what it did not look at.</summary>
public sealed class DoctorTests
{
    private static readonly DoctorOptions Quick = new() { OneBatchSteps = 20, TrainingSteps = 20, RangeStepsPerDecade = 3, MostProbeRows = 32 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AModelThatExistsIsAsItWas(bool training)
    {
        var random = new RandomState(5);
        var model = new Sequential(new Linear(4, 8, random), new BatchNorm(8), new Activation<Relu>(), new Dropout(0.2, random), new Linear(8, 3, random));
        model.Train(training);
        var before = State(model);
        var report = (Case.Classes() with { Model = _ => model, Options = Quick }).Examine();
        Assert.Equal(before, State(model));
        Assert.Equal(training, model.IsTraining);
        Assert.All(model.Parameters, parameter => Assert.True(parameter.Gradient.IsNone));
        Assert.Contains(report.Checks, check => check.Name == "better than a constant");
    }

    [Fact]
    public void TheSameExaminationHasTheSameReport()
    {
        var one = Case.Binary(3).Examine();
        Assert.Equal(one.ToString(), Case.Binary(3).Examine().ToString());
        Assert.False(string.Equals(one.ToString(), Case.Binary(4).Examine().ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsOnlyAConsequenceIsSkippedAndSaid()
    {
        var report = BrokenCases.All["nan-input"](1).Examine();
        var skipped = report.Checks.Where(check => check.Status == CheckStatus.Skipped).ToArray();
        Assert.Contains(skipped, check => check.Name == "one batch overfitted" && check.Text == "nan-input comes first; this would only be its consequence.");
        Assert.Contains(report.Checks, check => check is { Name: "parameters of the optimizer", Status: CheckStatus.Healthy });
        Assert.Contains("nan-input: Why is my loss NaN?", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("跳过  过拟合一个批次：应先解决 nan-input", report.ToString(chinese: true), StringComparison.Ordinal);
        Assert.Contains("docs/zh/doctor/nan-input.md", report.ToString(chinese: true), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsHealthyIsToldWithItsNumbers()
    {
        var report = Case.Classes().Examine();
        Assert.True(report.IsHealthy);
        Assert.False(report.IsSevere);
        Assert.Equal(Doctor.Checks.Count, report.Checks.Count);
        Assert.Contains(report.Checks, check => check.Name == "first loss" && check.Text.Contains("log 3 = 1.099", StringComparison.Ordinal));
        Assert.StartsWith("Nothing was found.", report.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("没有发现问题。", report.ToString(chinese: true), StringComparison.Ordinal);
    }

    [Fact]
    public void ExpectedFirstLossesHaveTheirNames()
    {
        string FirstLoss(Case one) => (one with { Options = Quick }).Examine().Checks.Single(check => check.Name == "first loss").Text;
        Assert.Contains("ln 2 = 0.6931 (equal chances for 2 classes)", FirstLoss(Case.Binary()), StringComparison.Ordinal);
        Assert.Contains("the variance of the target", FirstLoss(Case.Numbers()), StringComparison.Ordinal);
        Assert.Contains("the loss of the best constant", FirstLoss(Case.Numbers() with { Objective = new Objective(Loss.Create("mae")) }), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutValidationRowsTheTrainingRowsJudge()
    {
        var report = (Case.Numbers() with { Validation = null }).Examine();
        Assert.True(report.IsHealthy, report.ToString());
        Assert.Contains(report.Checks, check => check is { Name: "overfitting", Status: CheckStatus.Skipped });
        Assert.Contains("training rows", report.Checks.Single(check => check.Name == "better than a constant").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinearModelIsNotBlamedForBeingOne()
    {
        var report = (Case.Classes() with { Model = s => new Linear(4, 3, new RandomState(s)) }).Examine();
        Assert.True(report.IsHealthy, report.ToString());
    }

    [Fact]
    public void AFullBatchOptimizerIsExaminedWithoutALearningRate()
    {
        var one = Case.Numbers() with { Optimizer = model => new Lbfgs(model.Parameters, iterations: 5), Options = Case.Numbers().Options with { TrainingSteps = 20 } };
        var report = (one with { Training = one.Training.InBatchesOf(1000) }).Examine();
        Assert.DoesNotContain(report.Findings, finding => finding.Code.StartsWith("learning-rate", StringComparison.Ordinal) || finding.Code == "update-ratio");
        Assert.Contains(report.Checks, check => check is { Name: "learning rate", Status: CheckStatus.Skipped });
    }

    [Fact]
    public void SeveralTermsAreOneObjective()
    {
        var objective = new Objective([new LossTerm("first", Loss.Create("cross_entropy")) { OutputCount = 3 }, new LossTerm("second", Loss.Create("cross_entropy")) { OutputStart = 3, Weight = 0.5 }]);
        var report = (Case.Classes() with { Objective = objective, Model = s => Models.Mlp(4, [16], 6, new RandomState(s)) }).Examine();
        Assert.True(report.IsHealthy, report.ToString());
    }

    [Fact]
    public void ALossWithoutAFloorIsExamined()
    {
        var report = (Case.Numbers() with { Objective = new Objective(Loss.Parse("p * t")), Options = Quick }).Examine();
        Assert.Contains(report.Checks, check => check is { Name: "one batch overfitted", Status: CheckStatus.Skipped });
    }

    [Fact]
    public void IndicesAndPicturesHaveNoColumns()
    {
        var random = new RandomState(1);
        var tokens = new int[60 * 5];
        var labels = new int[60];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = random.NextInt(8);
        for (var row = 0; row < labels.Length; row++) labels[row] = tokens[5 * row] % 2;
        var source = new RowsInMemory(Tensor.Of(tokens, [60, 5]), Tensor.Of(labels, [60]), default, 16, 1);
        var report = Doctor.Examine(
            seed => new Sequential(new Embedding(8, 4, new RandomState(seed)), new Flatten(), new Linear(20, 2, new RandomState(seed + 1))),
            new Objective(Loss.Create("cross_entropy")),
            model => new Adam(model.Parameters, 1e-2),
            source,
            options: Quick);
        Assert.Contains(report.Checks, check => check is { Name: "scales of columns", Status: CheckStatus.Skipped });
        Assert.DoesNotContain(report.Findings, finding => finding.Severity == Severity.Severe);
    }

    [Fact]
    public void ColumnsAndClassesAreCalledByTheirNames()
    {
        var options = Quick with { FeatureNames = ["height", "weight", "age", "income"], ClassNames = ["red", "green", "blue"] };
        Assert.Contains("column income", (BrokenCases.All["feature-scale"](1) with { Options = options }).Examine().Findings[0].English.Measured, StringComparison.Ordinal);
        Assert.Contains("green", (BrokenCases.All["label-one-class"](1) with { Options = options }).Examine().Findings[0].English.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatCountFromOneAreRecognised() =>
        Assert.EndsWith("They seem to count from 1.", BrokenCases.All["label-range"](1).Examine().Findings[0].English.Measured, StringComparison.Ordinal);

    [Fact]
    public void NoRowsAreRefused()
    {
        var empty = new RowsInMemory(Tensor.Zeros([0, 4]), Tensor.Of(Array.Empty<int>(), [0]), default, 4, 1);
        var one = Case.Classes();
        var refused = Assert.Throws<TrainingException>(() => Doctor.Examine(one.Model, one.Objective, one.Optimizer, empty));
        Assert.Contains("the training data has no rows", refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<TrainingException>(() => Doctor.Examine(one.Model, one.Objective, one.Optimizer, one.Training, empty));
        Assert.Contains("the validation data has no rows", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FunctionsThatMakeNothingAreRefused()
    {
        var one = Case.Classes();
        Assert.Contains("makes the model returned null", Assert.Throws<TrainingException>(() => (one with { Model = _ => null! }).Examine()).Message, StringComparison.Ordinal);
        Assert.Contains("makes the optimizer returned null", Assert.Throws<TrainingException>(() => (one with { Optimizer = _ => null! }).Examine()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Doctor.Examine(null!, one.Objective, one.Optimizer, one.Training));
    }

    [Fact]
    public void AShapeThatDoesNotFitNamesTheLayer() =>
        Assert.Contains("Linear(5 -> 3)", Assert.Throws<TrainingException>(() => (Case.Classes() with { Model = s => new Linear(5, 3, new RandomState(s)) }).Examine()).Message, StringComparison.Ordinal);

    [Fact]
    public void OutputsThatATermTakesButTheModelHasNotAreRefused()
    {
        var objective = new Objective([new LossTerm("far", Loss.Create("cross_entropy")) { OutputStart = 2, OutputCount = 4 }]);
        Assert.Contains("takes the outputs 2 to 5", Assert.Throws<TrainingException>(() => (Case.Classes() with { Objective = objective }).Examine()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        Assert.Contains("MostRows is 1", Assert.Throws<TrainingException>(() => new DoctorOptions { MostRows = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("MostProbeRows is 0", Assert.Throws<TrainingException>(() => new DoctorOptions { MostProbeRows = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("OneBatchSteps is 9", Assert.Throws<TrainingException>(() => new DoctorOptions { OneBatchSteps = 9 }).Message, StringComparison.Ordinal);
        Assert.Contains("RangeStepsPerDecade is 2", Assert.Throws<TrainingException>(() => new DoctorOptions { RangeStepsPerDecade = 2 }).Message, StringComparison.Ordinal);
        Assert.Contains("ClipNorm is 0", Assert.Throws<TrainingException>(() => new DoctorOptions { ClipNorm = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("TrainingSteps is -1", Assert.Throws<TrainingException>(() => new DoctorOptions { TrainingSteps = -1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItEndsWhenAskedAndLeavesTheModelAsItWas()
    {
        var one = Case.Classes();
        var model = one.Model(1);
        var before = State(model);
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        Optimizer Make(Module of)
        {
            if (++steps == 3) cancellation.Cancel();
            return one.Optimizer(of);
        }

        Assert.Throws<OperationCanceledException>(() => Doctor.Examine(_ => model, one.Objective, Make, one.Training, options: Quick, cancellation: cancellation.Token));
        Assert.Equal(before, State(model));
    }

    [Fact]
    public void ClippingByNormIsPartOfTheTrial()
    {
        var one = BrokenCases.All["learning-rate-large"](1);
        Assert.DoesNotContain("nan", string.Concat((one with { Options = one.Options with { ClipNorm = 1e-3 } }).Codes()), StringComparison.Ordinal);
        Assert.Empty((one with { Options = one.Options with { ClipNorm = 1e-3 } }).Codes());
    }

    [Fact]
    public void ACodeIsFoundAndAnUnknownOneNamesTheNearest()
    {
        Assert.Same(Diagnoses.DeadUnits, Diagnoses.Find("Dead-Units"));
        Assert.Contains("'dead-units'", Assert.Throws<TrainingException>(() => Diagnoses.Find("dead-unit")).Message, StringComparison.Ordinal);
    }

    private static string[] State(Module model) =>
    [
        .. model.Parameters.Select(parameter => parameter.Value.ToString() + string.Join(',', parameter.Value.ToArray())),
        .. model.Buffers.Select(buffer => buffer.Name + string.Join(',', buffer.Value.ToArray())),
        .. model.RandomStates.Select(state => state.Snapshot.ToString()),
    ];
}
