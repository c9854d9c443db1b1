namespace Minima.Pages;

/// <summary>The folder of pictures, each written in both languages.</summary>
internal sealed class PictureFolder(string path)
{
    public void Write(string name, Func<Language, string> draw)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, name + ".en.svg"), draw(Language.English));
        File.WriteAllText(Path.Combine(path, name + ".zh.svg"), draw(Language.Chinese));
    }
}
