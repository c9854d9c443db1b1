using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Advise;

/// <summary>Each check on data made to have its property, and its false alarms on data that have none: counted over 200 seeds.</summary>
public sealed class CheckTests
{
    private static readonly int Seeds = Sweep.Of(thin: 50, wide: 200, full: 200);
    private static readonly int SeedsWithProperty = Sweep.Of(thin: 8, wide: 20, full: 20);

    /// <summary>How many of 200 clean data sets may be called possible or likely.</summary>
    private const int FalseAlarms = 3;

    [Fact]
    public void Spread() => Fires(NumberChecks.Spread, MadeData.CleanNumbers, seed =>
    {
        var data = new MadeData(seed);
        return data.Fill(i => Math.Exp(3 + 0.6 * data.First[i]) * (1 + 0.25 * data.Normal()));
    });

    /// <summary>Means that a quick fit does not follow, with errors of one size: what the fit misses is no spread.</summary>
    public static TheoryData<string> Bends => ["exponential", "cube", "wave", "product", "step"];

    [SlowTheory]
    [MemberData(nameof(Bends))]
    public void ABendIsNoSpread(string bend)
    {
        var alarms = Enumerable.Range(0, Sweep.Of(thin: 20, wide: 40, full: 40)).Count(seed => NumberChecks.Spread(Bent(seed, bend).Context()).IsFound);
        Assert.True(alarms <= 3, $"{alarms} alarms");
    }

    /// <summary>What the text of the spread says is what the check decided, by the figures that stand in it: over errors of one size, growing and shrinking ones, bends, and bends whose errors grow.</summary>
    [SlowTheory]
    [InlineData("constant")]
    [InlineData("growing")]
    [InlineData("shrinking")]
    [InlineData("exponential")]
    [InlineData("cube")]
    [InlineData("wave")]
    [InlineData("step")]
    [InlineData("bent and growing")]
    public void TheTextOfASpreadSaysWhatWasDecided(string kind)
    {
        for (var seed = 0; seed < Sweep.Of(thin: 8, wide: 25, full: 25); seed++)
        {
            var data = new MadeData(seed, 500);
            var table = kind switch
            {
                "constant" => data.Fill(i => 20 + (2 * data.First[i]) + data.Normal()),
                "growing" => data.Fill(i => 20 + (3 * data.First[i]) + (Math.Exp(0.5 * data.First[i]) * data.Normal())),
                "shrinking" => data.Fill(i => 20 + (3 * data.First[i]) + (Math.Exp(-0.5 * data.First[i]) * data.Normal())),
                "bent and growing" => data.Fill(i => Math.Exp(6 + (1.2 * data.First[i])) * (1 + (0.1 * data.Normal()))),
                _ => Bent(seed, kind),
            };
            var check = NumberChecks.Spread(table.Context());
            var (above, text) = (Math.Abs(check.Statistic) > check.Threshold, check.Sentence);
            Assert.Equal(!above, text.English.Contains("keep their size", StringComparison.Ordinal));
            Assert.Equal(!above, text.Chinese.Contains("误差不随预测值变化", StringComparison.Ordinal));
            Assert.Equal(check.IsFound && check.Statistic > 0, text.English.Contains("errors grow", StringComparison.Ordinal));
            Assert.Equal(check.IsFound && check.Statistic < 0, text.English.Contains("errors shrink", StringComparison.Ordinal));
            if (above && !check.IsFound) Assert.True(text.English.Contains("chance", StringComparison.Ordinal) || text.English.Contains("throughout", StringComparison.Ordinal), text.English);
        }
    }

    /// <summary>A number beyond its threshold that is not taken for a finding stands beside the reason.</summary>
    [SlowTheory]
    [InlineData(40)]
    [InlineData(120)]
    [InlineData(300)]
    public void ANumberBeyondItsThresholdIsFoundOrHasAReason(int rows)
    {
        string[] reasons = ["by chance", "than chance", "too few", "nearly as", "keep their size", "throughout"];
        var explained = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            foreach (var kind in new[] { 0, 1, 2 })
            {
                var data = new MadeData(seed, rows);
                var context = data.Fill(i => kind switch
                {
                    0 => 20 + (2 * data.First[i]) + (data.Normal() * Math.Exp(0.3 * data.Normal())),
                    1 => Math.Exp(1 + (0.5 * data.First[i])) * data.Gamma(2),
                    _ => Math.Min(22, 20 + (2 * data.First[i]) + data.Normal()),
                }).Context();
                foreach (var check in new[] { NumberChecks.Spread(context), NumberChecks.Tails(context), NumberChecks.Outliers(context), NumberChecks.Skew(context), NumberChecks.PileUp(context) })
                {
                    // A spread may shrink too; the others have one side.
                    var size = check.Name == Thresholds.Spread ? Math.Abs(check.Statistic) : check.Statistic;
                    if (check.Status != TableCheckStatus.Nothing || size <= check.Threshold) continue;
                    explained++;
                    Assert.True(Array.Exists(reasons, reason => check.Sentence.English.Contains(reason, StringComparison.Ordinal)), check.Sentence.English);
                }
            }
        }

        Assert.True(explained > 0, "no table has such a number");
    }

    [Theory]
    [SampledCases]
    [Case(0.0)]
    [Case(1.0)]
    [Case(2.0)]
    public void RatiosOfSkewedAmountsHaveNoTailsOfTheirOwn(double shape)
    {
        // Gamma amounts of a shape, or log-normal ones: long above the fit, and as long as their kind is.
        var (tails, outliers, symmetric) = (0, 0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var data = new MadeData(seed, 600);
            var context = data.Fill(i => Math.Exp(1 + 0.5 * data.First[i] - 0.3 * data.Second[i]) * (shape > 0 ? data.Gamma((int)shape) : Math.Exp(0.7 * data.Normal()))).Context();
            tails += NumberChecks.Tails(context).Status == TableCheckStatus.Likely ? 1 : 0;
            outliers += NumberChecks.Outliers(context).Status == TableCheckStatus.Likely ? 1 : 0;
            symmetric += context.IsSymmetric ? 1 : 0;
        }

        Assert.True(tails <= 2 && outliers <= 2 && symmetric <= 2, $"tails {tails}, outliers {outliers}, symmetric {symmetric} of 40");
    }

    /// <summary>One number or a few, mistyped or marks of missing values, and neither tails nor outliers in the residuals for them.</summary>
    [Theory]
    [InlineData(1, 1e6)]
    [InlineData(1, 700)]
    [InlineData(3, 9999)]
    [InlineData(4, -9999)]
    public void ExtremeNumbersOfAFeature(int count, double number)
    {
        Fires(ExtremeNumbers.Of, MadeData.CleanNumbers, Made);
        var mistaken = Enumerable.Range(0, SeedsWithProperty).Count(seed => ExtremeNumbers.LeftOut(Made(seed).Context()) is var context && (NumberChecks.Tails(context).IsFound || NumberChecks.Outliers(context).IsFound));
        Assert.True(mistaken <= 1, $"{mistaken} of {SeedsWithProperty} have tails or outliers");

        MadeData Made(int seed)
        {
            var data = new MadeData(seed, 600);
            data.Fill(i => (5 * data.First[i]) + (2 * data.Second[i]) + data.Normal());
            for (var k = 0; k < count; k++) data.First[(37 * k) + seed] = number;
            return data;
        }
    }

    /// <summary>Features whose own distribution is wide have no extreme numbers.</summary>
    [Theory]
    [InlineData("exponential")]
    [InlineData("log-normal")]
    [InlineData("Student")]
    [InlineData("count")]
    [InlineData("rare")]
    public void AWideDistributionIsNotExtreme(string kind)
    {
        var alarms = Enumerable.Range(0, Seeds).Count(seed =>
        {
            var data = new MadeData(seed, 600);
            return ExtremeCells.In([.. Enumerable.Range(0, data.Rows).Select(_ => kind switch
            {
                "exponential" => -Math.Log(1 - data.Uniform()),
                "log-normal" => Math.Exp(1.5 * data.Normal()),
                "Student" => data.Student(3),
                "count" => data.Poisson(0.2),
                _ => data.Uniform() < 0.01 ? 1 : 0,
            })], Thresholds.Defaults[Thresholds.Extremes]).Rows.Length > 0;
        });
        Assert.True(alarms <= FalseAlarms, $"{alarms} alarms of {Seeds}");
    }

    [SlowFact]
    public void OneSidedLabelNoise() => Fires(ClassChecks.Labels, MadeData.CleanClasses, seed =>
    {
        var data = new MadeData(seed, 1000);
        return data.Fill(i => data.Uniform() < 1 / (1 + Math.Exp(-4 * data.First[i] + 2 * data.Second[i])) && data.Uniform() < 0.6 ? 1 : 0);
    });

    [SlowFact]
    public void Tails() => Fires(NumberChecks.Tails, MadeData.CleanNumbers, seed =>
    {
        var data = new MadeData(seed, 600);
        return data.Fill(i => 2 * data.First[i] + data.Student(2));
    });

    [Fact]
    public void Outliers() => Fires(NumberChecks.Outliers, MadeData.CleanNumbers, seed =>
    {
        var data = MadeData.CleanNumbers(seed);
        for (var i = 0; i < data.Rows; i += 30)
        {
            data.Target[i] += 40 * (data.Uniform() < 0.5 ? 1 : -1);
        }

        return data;
    });

    [Fact]
    public void Skew() => Fires(NumberChecks.Skew, MadeData.CleanNumbers, seed =>
    {
        var data = new MadeData(seed);
        return data.Fill(i => Math.Exp(1 + 0.3 * data.First[i] + 0.7 * data.Normal()));
    });

    [Fact]
    public void PileUp() => Fires(NumberChecks.PileUp, MadeData.CleanNumbers, seed =>
    {
        var data = MadeData.CleanNumbers(seed);
        return data.Fill(i => Math.Min(42, data.Target[i]));
    });

    [Fact]
    public void ZerosAmongAmounts() => Fires(CountChecks.Zeros, MadeData.CleanNumbers, seed =>
    {
        var data = new MadeData(seed);
        return data.Fill(i => data.Uniform() < 0.2 ? 0 : Math.Exp(1 + 0.3 * data.First[i]) * data.Gamma(2));
    });

    [Fact]
    public void ZerosAmongCounts() => Fires(CountChecks.Zeros, MadeData.CleanCounts, seed =>
    {
        var data = MadeData.CleanCounts(seed);
        return data.Fill(i => data.Uniform() < 0.35 ? 0 : data.Target[i]);
    });

    [Fact]
    public void Dispersion() => Fires(CountChecks.Dispersion, MadeData.CleanCounts, seed =>
    {
        var data = new MadeData(seed);
        return data.Fill(i => data.Poisson(Math.Exp(0.6 + 0.4 * data.First[i]) * data.Gamma(1)));
    });

    [SlowFact]
    public void Order() => Fires(ClassChecks.Order, MadeData.NamesOfClasses, seed =>
    {
        var data = new MadeData(seed, 500);
        return data.Fill(i => Math.Clamp(Math.Floor(3.5 + data.First[i] + 0.7 * data.Normal()), 1, 5));
    }, falseAlarms: 12);

    [Fact]
    public void Imbalance() => Fires(ClassChecks.Imbalance, MadeData.CleanClasses, seed =>
    {
        var data = new MadeData(seed);
        return data.Fill(i => data.Uniform() < 0.03 || i < 2 ? 1 : 0);
    });

    [Fact]
    public void Contradictions() => Fires(ClassChecks.Conflicts, MadeData.CleanClasses, seed =>
    {
        var data = MadeData.CleanClasses(seed);
        for (var i = 0; i < 40; i += 2)
        {
            (data.First[i + 1], data.Second[i + 1], data.Target[i + 1]) = (data.First[i], data.Second[i], 1 - data.Target[i]);
        }

        return data;
    });

    [SlowFact]
    public void LabelNoise() => Fires(ClassChecks.Labels, MadeData.CleanClasses, seed =>
    {
        var data = new MadeData(seed, 800);
        return data.Fill(i => (2 * data.First[i] - data.Second[i] > 0) != (data.Uniform() < 0.08) ? 1 : 0);
    });

    [SlowFact]
    public void LabelNoiseIsNotSeenWhereClassesAreJustSeparate()
    {
        var alarms = Enumerable.Range(0, 50).Count(seed =>
        {
            var data = new MadeData(seed, 400);
            return ClassChecks.Labels(data.Fill(i => 2 * data.First[i] - data.Second[i] > 0 ? 1 : 0).Context()).IsFound;
        });
        Assert.True(alarms <= 1, $"{alarms} of 50");
    }

    [Fact]
    public void DisguisedMissing() => Fires(DataChecks.Missing, MadeData.CleanNumbers, seed =>
    {
        var data = MadeData.CleanNumbers(seed);
        for (var i = 0; i < data.Rows; i += 25)
        {
            data.First[i] = 999;
        }

        return data;
    });

    [Fact]
    public void LeakageOfANumber() => Fires(DataChecks.Leakage, MadeData.CleanNumbers, seed =>
    {
        var data = MadeData.CleanNumbers(seed);
        for (var i = 0; i < data.Rows; i++)
        {
            data.Second[i] = 3 * data.Target[i] + 0.05 * data.Normal();
        }

        return data;
    });

    [Fact]
    public void LeakageOfAClass() => Fires(DataChecks.Leakage, MadeData.CleanClasses, seed =>
    {
        var data = MadeData.CleanClasses(seed);
        for (var i = 0; i < data.Rows; i++)
        {
            data.Second[i] = data.Target[i] + 0.05 * data.Normal();
        }

        return data;
    });

    [Fact]
    public void SampleSize() => Fires(DataChecks.Size, MadeData.CleanNumbers, seed => MadeData.CleanNumbers(seed, 12));

    [Fact]
    public void ANoiseFreeTargetAlarmsNobody()
    {
        // The marginal distribution has two humps and a long tail; what the features leave is normal.
        var data = new MadeData(5, 800);
        data.Fill(i =>
        {
            data.First[i] = i % 10 == 0 ? 30 : data.Normal();
            return 5 * data.First[i] + data.Normal();
        });
        var context = data.Context();
        Assert.Equal(TableCheckStatus.Nothing, NumberChecks.Tails(context).Status);
        Assert.Equal(TableCheckStatus.Nothing, NumberChecks.Outliers(context).Status);
    }

    [Fact]
    public void FewRowsAreSkippedAndNotPassed()
    {
        var context = MadeData.CleanNumbers(1, 20).Context();
        Assert.All(new[] { NumberChecks.Spread(context), NumberChecks.Tails(context), NumberChecks.Outliers(context), NumberChecks.Skew(context) }, c =>
        {
            Assert.Equal(TableCheckStatus.Skipped, c.Status);
            Assert.Contains("too few", c.Sentence.English, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void AThresholdIsOverridden()
    {
        var data = new MadeData(3, 600);
        data.Fill(i => 2 * data.First[i] + data.Student(2));
        Assert.True(NumberChecks.Tails(data.Context()).IsFound);
        var strict = NumberChecks.Tails(data.Context(new() { Thresholds = new Dictionary<string, double>(StringComparer.Ordinal) { [Thresholds.Tails] = 0.9 } }));
        Assert.Equal((TableCheckStatus.Nothing, 0.9), (strict.Status, strict.Threshold));
    }

    [Fact]
    public void TheSampleDoesNotDependOnTheColumn()
    {
        var (a, b) = (new SampledColumn("a", 100, 1), new SampledColumn("b", 100, 1));
        for (var i = 0; i < 10_000; i++)
        {
            a.Add($"{i}", i);
            b.Add($"{-i}", i);
        }

        Assert.InRange(a.Cells.Count, 40, 100);
        Assert.Equal(string.Join(" ", a.Rows), string.Join(" ", b.Rows));
        Assert.Equal(string.Join(" ", a.Cells), string.Join(" ", b.Cells.Select(c => c.TrimStart('-'))));
    }

    private static MadeData Bent(int seed, string bend)
    {
        var data = new MadeData(seed, 600);
        return data.Fill(i => (data.First[i], data.Second[i]) is var (x, z) && bend == "exponential" ? 20 + Math.Exp(1.2 * x) + 0.5 * z + 0.4 * data.Normal()
            : bend == "cube" ? 60 + x * x * x + z + 0.7 * data.Normal()
            : bend == "wave" ? 10 + 3 * Math.Sin(3 * x) + z + 0.5 * data.Normal()
            : bend == "product" ? 20 + 2 * x * z + x + 0.6 * data.Normal()
            : 10 + (x > 1 ? 8 : 0) + z + 0.5 * data.Normal());
    }

    private static void Fires(Func<AdviceContext, TableCheck> check, Func<int, MadeData> clean, Func<int, MadeData> made, int falseAlarms = FalseAlarms)
    {
        var missed = Enumerable.Range(0, SeedsWithProperty).Where(seed => !check(made(seed).Context()).IsFound).ToArray();
        Assert.True(missed.Length <= 1, $"missed in seeds {string.Join(", ", missed)}: {(missed.Length > 0 ? check(made(missed[0]).Context()).Sentence.English : "")}");
        var example = check(made(0).Context());
        Assert.False(double.IsNaN(example.Statistic) || double.IsNaN(example.Threshold));
        Assert.False(string.Equals(example.Sentence.English, example.Sentence.Chinese, StringComparison.Ordinal));
        var alarms = Enumerable.Range(0, Seeds).Where(seed => check(clean(seed).Context()).IsFound).ToArray();
        Assert.True(alarms.Length <= falseAlarms, $"{alarms.Length} false alarms, in seeds {string.Join(", ", alarms)}: {(alarms.Length > 0 ? check(clean(alarms[0]).Context()).Sentence.English : "")}");
    }

    private static void Fires(Func<AdviceContext, TableCheck> check, Func<int, int, MadeData> clean, Func<int, MadeData> made) =>
        Fires(check, seed => clean(seed, 400), made);
}
