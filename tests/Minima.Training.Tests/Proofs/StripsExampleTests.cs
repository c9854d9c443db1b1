using Minima.Examples;
using Minima.Examples.Strips;
using Minima.Tabular;
using Minima.Tensors.Randomness;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>CTC reads what it was never shown the places of; on fewer strips than the page.</summary>
public sealed class StripsExampleTests
{
    [SlowFact]
    public void CtcReadsStripsThatEqualPartsDoNot()
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, 1);
        var random = new RandomState(1);
        var training = DigitStrips.Draw(table, split.Training, 640, random.Fork("training"));
        var test = DigitStrips.Draw(table, split.Test, 200, random.Fork("test"));
        var (ctc, parts) = (Exact(StripTeaching.Order), Exact(StripTeaching.EqualParts));
        Assert.True(ctc > parts + 0.15, $"{ctc} against {parts}");

        double Exact(StripTeaching teaching) => StripTask.Judge(StripTask.Trained(teaching, training, 50, 1), test).Exact;
    }

    [Fact]
    public void ColumnsAreReadOnceAndBlanksNotAtAll()
    {
        // 3, 3, nothing, 3, 0, 0: the digits 3, 3, 0.
        double[] columns = [.. new[] { 4, 4, 0, 4, 1, 1 }.SelectMany(label => Enumerable.Range(0, StripTask.Classes).Select(k => k == label ? 1.0 : 0))];
        Assert.Equal([3, 3, 0], StripTask.Read(columns));
    }

    [Fact]
    public void EditsAreCounted()
    {
        Assert.Equal(0, StripTask.EditDistance([1, 2, 3], [1, 2, 3]));
        Assert.Equal(1, StripTask.EditDistance([1, 3], [1, 2, 3]));
        Assert.Equal(2, StripTask.EditDistance([7, 1, 2], [1, 5]));
        Assert.Equal(3, StripTask.EditDistance([], [1, 2, 3]));
    }

    [Fact]
    public void ColumnsHaveTheLabelsOfTheirDigits()
    {
        var table = BundledTable.Digits();
        var strips = DigitStrips.Draw(table, [.. Enumerable.Range(0, 100)], 20, new RandomState(2));
        for (var n = 0; n < strips.Count; n++)
        {
            var labels = strips.TrueColumns(n);
            Assert.Equal(8 * strips.Digits[n].Length, labels.Count(label => label > 0));
            Assert.Equal(strips.Digits[n].Select(digit => digit + 1).Distinct().Order(), labels.Where(label => label > 0).Distinct().Order());
            Assert.Equal(strips.Digits[n][0] + 1, strips.EqualColumns(n).First(label => label > 0));
        }
    }
}
