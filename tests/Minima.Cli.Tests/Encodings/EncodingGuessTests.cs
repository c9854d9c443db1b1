using System.Text;
using Xunit;

namespace Minima.Cli.Tests.Encodings;

/// <summary>Tables made of words of a language, in the encoding that programs of its country write, are recognised.</summary>
public sealed class EncodingGuessTests
{
    private static readonly string[] Chinese =
        "姓名 年龄 城市 价格 数量 北京 上海 广州 深圳 成都 张三 李四 王五 赵钱 孙丽 周鑫 吴婷 郑琪 冯莉 陈钰 男 女 是 否 销售额 客户 编号 日期 备注 优秀 良好 合格 不合格 身高 体重 血压 温度 湿度 品牌 型号 颜色 红 绿 蓝 黑 白 有限公司 第一季度 大学 研究生 本科 产品质量检测报告".Split(' ');

    private static readonly string[] French =
        "prénom âge ville qualité quantité élève français garçon été hôtel forêt où déjà très près après société médecin coût goût sûr noël naïve cœur sœur œuvre Élodie Édouard À façade reçu plutôt".Split(' ');

    private static readonly string[] German =
        "Größe Straße Maß Übung Öl Ärzte schön müde süß früh Käse Männer Frauen Häuser Bücher Gemüse Fuß weiß heiß König Jäger Löffel Stück Köln München Düsseldorf Zürich".Split(' ');

    private static readonly string[] Spanish =
        "año niño señor mañana corazón canción teléfono médico número día país café rápido fácil también según jamás última Ávila León Málaga Córdoba ¿Cuándo? ¡Adiós! pingüino".Split(' ');

    /// <summary>Language, encoding, words of a table; each length with several seeds.</summary>
    public static TheoryData<string, int> Tables
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in new[] { "chinese", "french", "german", "spanish" })
            {
                foreach (var words in new[] { 1, 2, 3, 5, 10, 50, 500, 20_000 }) data.Add(name, words);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void TheLanguageGivesTheEncoding(string language, int length)
    {
        var words = language switch { "chinese" => Chinese, "french" => French, "german" => German, _ => Spanish };
        string[] encodings = language == "chinese" ? ["gbk", "gb18030"] : ["windows-1252"];
        for (var seed = 0; seed < (length > 100 ? 3 : 100); seed++)
        {
            var text = TableOf(words, length, new Random(seed));
            foreach (var name in encodings)
            {
                var bytes = EncodingNames.Find(name)!.GetBytes(text);

                // Plain letters are the same everywhere, and one word alone can be UTF-8 by chance: AChineseWordThatIsUtf8ByChanceIsTakenForUtf8.
                if (bytes.AsSpan().IndexOfAnyInRange((byte)0x80, byte.MaxValue) < 0 || (length == 1 && Encoding.UTF8.GetString(bytes).AsSpan().IndexOf('\uFFFD') < 0)) continue;
                var guess = EncodingGuess.Of(bytes, isWhole: true);
                Assert.True(guess == (language == "chinese" ? EncodingGuess.Chinese : EncodingGuess.Western), $"seed {seed}: {guess} for {text}");
                Assert.Equal(text, EncodingNames.Find(guess!)!.GetString(bytes));
            }

            Assert.Equal(EncodingGuess.Utf8, EncodingGuess.Of(Encoding.UTF8.GetBytes(text), isWhole: true));
        }
    }

    /// <summary>Where a sample ends in the middle of a character, it is no less of its encoding.</summary>
    [Fact]
    public void ASampleMayEndWithinACharacter()
    {
        var text = TableOf(Chinese, 50, new Random(1));
        foreach (var (name, expected) in new[] { ("utf-8", EncodingGuess.Utf8), ("gbk", EncodingGuess.Chinese) })
        {
            var bytes = EncodingNames.Find(name)!.GetBytes(text);
            for (var length = bytes.Length - 40; length <= bytes.Length; length++) Assert.Equal(expected, EncodingGuess.Of(bytes.AsSpan(0, length), isWhole: false));
        }
    }

    /// <summary>The case that cannot be told, as docs/terminal.md has it: accented capitals in pairs that stand alone.</summary>
    [Fact]
    public void TwoAccentedCapitalsAloneAreTakenForChinese()
    {
        var bytes = EncodingNames.Find("windows-1252")!.GetBytes("x,y\nÀÉ,1\n");
        Assert.Equal(EncodingGuess.Chinese, EncodingGuess.Of(bytes, isWhole: true));
        Assert.Equal(EncodingGuess.Western, EncodingGuess.Of(EncodingNames.Find("windows-1252")!.GetBytes("x,y\nÀÉ,1\nété,2\n"), isWhole: true));
    }

    /// <summary>The other case that cannot be told: bytes that are letters in UTF-8 too; one more Chinese word, and they are told.</summary>
    [Fact]
    public void AChineseWordThatIsUtf8ByChanceIsTakenForUtf8()
    {
        var coding = EncodingNames.Find("gbk")!;
        Assert.Equal(EncodingGuess.Utf8, EncodingGuess.Of(coding.GetBytes("x,y\n血压,1\n"), isWhole: true));
        Assert.Equal(EncodingGuess.Chinese, EncodingGuess.Of(coding.GetBytes("x,y\n血压,1\n体重,2\n"), isWhole: true));
    }

    [Theory]
    [InlineData("gbk")]
    [InlineData("cp936")]
    [InlineData("GB18030")]
    [InlineData("utf8")]
    [InlineData("UTF-16")]
    [InlineData("latin1")]
    [InlineData("cp1252")]
    [InlineData("big5")]
    [InlineData("shift_jis")]
    public void NamesThatPeopleUseAreKnown(string name) => Assert.NotNull(EncodingNames.Find(name));

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    [InlineData("cp99999")]
    public void OtherNamesAreNot(string name) => Assert.Null(EncodingNames.Find(name));

    private static string TableOf(string[] words, int length, Random random)
    {
        var text = new StringBuilder("id,name,value\n");
        for (var i = 0; i < length; i++) text.Append(i).Append(',').Append(words[random.Next(words.Length)]).Append(',').Append(random.Next(100)).Append('\n');
        return text.ToString();
    }
}
