using System.Xml.Linq;
using Minima.Examples;

namespace Minima.Training.Tests.Proofs;

/// <summary>The pictures of the page of results.</summary>
public sealed class PictureTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("gradients")]
    [InlineData("losses")]
    [InlineData("convolution")]
    [InlineData("ranking")]
    [InlineData("segmentation")]
    [InlineData("transformer")]
    public void AreSvgInBothLanguages(string name)
    {
        var english = Read(name + ".en.svg");
        var chinese = Read(name + ".zh.svg");
        Assert.Equal(string.Join(' ', english.Descendants().Select(one => one.Name.LocalName)), string.Join(' ', chinese.Descendants().Select(one => one.Name.LocalName)));
        Assert.False(string.Equals(english.Root!.Value, chinese.Root!.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", english.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", english.ToString(), StringComparison.Ordinal);

        static XDocument Read(string file) => XDocument.Load(Path.Combine(Repository.Root, "docs", "images", "training", file));
    }
}
