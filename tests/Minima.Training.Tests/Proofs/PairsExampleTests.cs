using Minima.Examples;
using Minima.Examples.Pairs;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>Images of digits and their words, on fewer epochs than the page.</summary>
public sealed class PairsExampleTests
{
    [SlowFact]
    public void ContrastFindsWordsThatDistanceAloneDoesNot()
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, 1);
        double Found(string name) => PairTask.Trained(PairLoss.All.Single(loss => loss.Name == name), table, split.Training, 10, 1).Judge(split.Test).ImageToWord;
        var (clip, siglip, distance) = (Found("clip"), Found("siglip"), Found("mse"));
        Assert.True(clip > 0.9 && siglip > 0.9 && clip > distance + 0.1, $"clip {clip}, siglip {siglip}, mse {distance}");
    }

    [Fact]
    public void RetrievalIsCounted()
    {
        // Two images, one on each axis; the words of digit 0 and 1, and one of 0 that lies with 1.
        double[][] images = [[1, 0], [0, 1]], words = [[1, 0], [0, 1], [0.1, 0.9]];
        var (found, shown) = PairTask.Judge(images, [0, 1], words, [0, 1, 0]);
        Assert.Equal((1.0, 0.5), (found, shown));
    }

    [Fact]
    public void EachDigitHasFiveWordsThatFit()
    {
        Assert.All(DigitWords.All, one => Assert.InRange(one.Word.Length, 2, DigitWords.MostLetters));
        Assert.All(DigitWords.ByDigit, words => Assert.Equal(5, words.Distinct(StringComparer.Ordinal).Count()));
        var rows = DigitWords.Rows(["ba"]);
        Assert.Equal(2, rows.Sum());
        Assert.Equal((1f, 1f), (rows[1], rows[DigitWords.Letters]));
    }
}
