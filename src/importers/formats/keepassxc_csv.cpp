#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// KeePassXC: the recycle bin is exported like any other group.
extern const Importer keepassxc_csv{
    .id = "keepassxc-csv",
    .product = "KeePassXC",
    .provider = "keepassxc",
    .reads =
        TableExport{
            .columns = {"group", "title", "username", "password", "url", "notes"},
            .title = "title",
            .url = "url",
            .user = "username",
            .password = "password",
            .totp = "totp",
            .folder_column = "group",
            .bins = {"Recycle Bin", "Papierkorb", "Corbeille", "Papelera de reciclaje", "Cestino",
                     "Prullenbak", "Lixeira", "Reciclagem", "Papperskorg", "Papirkurv", "Kosz",
                     "Корзина", "ゴミ箱", "回收站"},
        },
};

}  // namespace passkey_audit::exports
